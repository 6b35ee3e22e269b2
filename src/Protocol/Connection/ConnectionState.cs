namespace Stratus.Realtime.Protocol;

/// <summary>Where a connection is in its life after the opening handshake; <c>ConnectionTable</c> says how it moves.</summary>
public enum ConnectionState : byte
{
    /// <summary>Messages go both ways.</summary>
    Open,

    /// <summary>This end has sent a close frame and waits for the peer's.</summary>
    CloseSent,

    /// <summary>Close frames went both ways; the server drops TCP, the client waits for that.</summary>
    Closing,

    /// <summary>This end failed the connection and said so in a close frame; input is discarded until the peer closes too.</summary>
    Failed,

    /// <summary>Over: TCP is to be dropped, or is gone.</summary>
    Closed,
}
