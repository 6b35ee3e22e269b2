namespace Stratus.Realtime.Channels;

/// <summary>What it means that a publication was acknowledged.</summary>
public enum ChannelDurability
{
    /// <summary>It is in the memory of the channel's host. With the host it is lost, and a new epoch says so.</summary>
    Memory,

    /// <summary>It is in the log: whatever becomes of the host, epoch and offsets go on. Needs a cluster with a database.</summary>
    Stored,
}
