using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What a client asks of a subscription.</summary>
/// <param name="Channel">The channel; within <c>connect</c> the key, whatever the object says.</param>
internal sealed record SubscribeRequest(string Channel)
{
    public string Token { get; init; } = "";

    /// <summary>Whether the client wants what it missed since <see cref="Position"/>.</summary>
    public bool Recover { get; init; }

    /// <summary>The last position that the client saw; ("", 0) when it gave none.</summary>
    public Position Position { get; init; }

    /// <summary>A JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    public bool Positioned { get; init; }

    public bool Recoverable { get; init; }

    public bool JoinLeave { get; init; }

    // A token must not get into a log because somebody wrote the request there.
    public override string ToString() => $"{nameof(SubscribeRequest)} {Channel}";
}
