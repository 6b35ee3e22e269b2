namespace Stratus.Realtime.Edge.Options;

/// <summary>How long clients on the messaging routes are waited for: section <see cref="Section"/>.</summary>
public sealed class ClientTimeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clients:Times";

    /// <summary>How long a client has, once its WebSocket is open, to send its connect command.</summary>
    public TimeSpan Connect { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time from one ping of the client protocol to the next.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a client has to answer a ping; then it is disconnected with 3012.</summary>
    public TimeSpan PongTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client whose connection was lost stays present, so that one that comes back neither leaves nor joins.</summary>
    public TimeSpan PresenceGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client has to bring a new token once the old one has expired.</summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(25);
}
