namespace Stratus.Realtime.Load.Running;

/// <summary>How far a connection has come.</summary>
internal enum ConnectionState : byte
{
    Connecting,
    Handshaking,

    /// <summary>WebSocket frames flow; the role is not ready yet.</summary>
    Preparing,

    Ready,

    /// <summary>Our close frame is on its way.</summary>
    Closing,

    Closed,
}
