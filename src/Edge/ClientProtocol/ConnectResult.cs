namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What a client learns when its session begins.</summary>
/// <param name="Client">The session's id.</param>
internal sealed record ConnectResult(string Client)
{
    /// <summary>The server's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the session needs a new token, in seconds from now; null for never.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>A JSON value for the application, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The server-side subscriptions, by channel; null for none.</summary>
    public IReadOnlyDictionary<string, SubscribeResult>? Subs { get; init; }

    /// <summary>How often the server pings; 0 for never.</summary>
    public int PingSeconds { get; init; }

    /// <summary>Whether the client must answer pings.</summary>
    public bool Pong { get; init; }

    public string Session { get; init; } = "";

    /// <summary>The edge's name.</summary>
    public string Node { get; init; } = "";
}
