namespace Stratus.Realtime.Load.Running;

/// <summary>What all loops are doing.</summary>
internal enum Phase
{
    /// <summary>Connections are made and prepared.</summary>
    Opening,

    /// <summary>Messages are sent.</summary>
    Running,

    /// <summary>None are sent any more; what is under way may still arrive.</summary>
    Draining,

    Closing,
}
