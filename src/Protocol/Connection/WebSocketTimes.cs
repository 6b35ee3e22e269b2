namespace Stratus.Realtime.Protocol;

/// <summary>How long a connection waits for what.</summary>
public sealed record WebSocketTimes
{
    /// <summary>Silence after which the peer is pinged.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Silence after a ping after which the connection is failed.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer has to answer a close frame.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a failed peer is listened to, so that our close frame is not lost to a TCP reset.</summary>
    public TimeSpan CloseLinger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The times that every connection has unless it is given others.</summary>
    public static WebSocketTimes Default { get; } = new();
}
