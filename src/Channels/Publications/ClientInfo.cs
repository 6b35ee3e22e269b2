namespace Stratus.Realtime.Channels;

/// <summary>Who is connected, as others in a channel may see it.</summary>
/// <param name="User">The user's id; empty for an anonymous one.</param>
/// <param name="Client">The client's id, one for each session.</param>
public sealed record ClientInfo(string User, string Client)
{
    /// <summary>What the connection token says of the user: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> ConnectionInfo { get; init; }

    /// <summary>What the subscription token says of the user in this channel: a JSON value, or empty.</summary>
    public ReadOnlyMemory<byte> ChannelInfo { get; init; }
}
