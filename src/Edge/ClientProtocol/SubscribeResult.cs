using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What a client learns when a subscription begins.</summary>
internal sealed record SubscribeResult
{
    /// <summary>When the subscription needs a new token, in seconds from now; null for never.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary>Whether the SDK may come back with its position after a lost connection.</summary>
    public bool Recoverable { get; init; }

    /// <summary>Whether the channel has positions.</summary>
    public bool Positioned { get; init; }

    /// <summary>The position asked for when it was recovered, else the channel's top: the SDK moves on with what it is given.</summary>
    public Position Position { get; init; }

    /// <summary>What was missed, oldest first.</summary>
    public IReadOnlyList<Publication> Publications { get; init; } = [];

    /// <summary>Whether recovery was asked for.</summary>
    public bool WasRecovering { get; init; }

    /// <summary>Whether nothing is missing.</summary>
    public bool Recovered { get; init; }

    /// <summary>A JSON value for the application, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
