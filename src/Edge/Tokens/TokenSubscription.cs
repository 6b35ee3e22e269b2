namespace Stratus.Realtime.Edge.Tokens;

/// <summary>A server-side subscription that a connection token asks for.</summary>
/// <param name="Channel">The channel; not checked for being a channel's name.</param>
internal sealed record TokenSubscription(string Channel)
{
    /// <summary>What others in the channel see of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>What the client is told with the subscription: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
