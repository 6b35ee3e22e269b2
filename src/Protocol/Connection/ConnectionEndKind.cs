namespace Stratus.Realtime.Protocol;

/// <summary>What ended a connection.</summary>
public enum ConnectionEndKind : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The peer closed first, and was answered.</summary>
    PeerClosed,

    /// <summary>This end closed first, and was answered.</summary>
    Closed,

    /// <summary>This end failed the connection, because of the peer's fault or its own.</summary>
    Failed,

    /// <summary>TCP ended without a closing handshake.</summary>
    Lost,

    /// <summary>The peer did not read for so long that TCP was dropped.</summary>
    Stalled,

    /// <summary>The peer did not answer a close frame in time.</summary>
    CloseTimedOut,
}
