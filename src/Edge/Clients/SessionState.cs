namespace Stratus.Realtime.Edge.Clients;

/// <summary>Where a session is in its life.</summary>
internal enum SessionState
{
    /// <summary>The connect command has not come.</summary>
    New,

    /// <summary>It is being carried out.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Being closed, or over.</summary>
    Ended,
}
