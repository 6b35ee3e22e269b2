using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Who a session is.</summary>
/// <param name="User">The user's id; empty for an anonymous one.</param>
/// <param name="Client">The session's id.</param>
/// <param name="Info">What others see of the user: a JSON value, or empty.</param>
/// <param name="Generation">How often the client id was taken over from a lost connection.</param>
internal sealed record ClientIdentity(string User, string Client, ReadOnlyMemory<byte> Info, int Generation)
{
    public static ClientIdentity None { get; } = new("", "", default, 0);

    /// <summary>As others in a channel see it.</summary>
    public ClientInfo InChannel(ReadOnlyMemory<byte> channelInfo) => new(User, Client) { ConnectionInfo = Info, ChannelInfo = channelInfo };

    /// <summary>As lost connections are kept; what comes after a take-over has a higher version than all before.</summary>
    public long FirstVersion => (long)Generation << 32;
}
