namespace Stratus.Realtime.Edge.Options;

/// <summary>How long the edge waits for what: section <see cref="Section"/>.</summary>
public sealed class TimeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge:Times";

    /// <summary>How long a client has to begin a request, and then to end its head.</summary>
    public TimeSpan Handshake { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence after which a peer is pinged.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Silence after a ping after which a connection is failed with 1011.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer has to answer a close frame.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a failed peer is listened to, so that the close frame is not lost to a TCP reset.</summary>
    public TimeSpan CloseLinger { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>With connections open, from SIGTERM to the moment when the edge stops accepting; it is not ready meanwhile.</summary>
    public TimeSpan DrainNotice { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The time over which connections are closed when the edge drains.</summary>
    public TimeSpan DrainPace { get; set; } = TimeSpan.FromSeconds(10);
}
