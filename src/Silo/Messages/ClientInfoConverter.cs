using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="ClientInfo"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class ClientInfoConverter : IConverter<ClientInfo, ClientInfoMessage>
{
    /// <inheritdoc/>
    public ClientInfo ConvertFromSurrogate(in ClientInfoMessage surrogate) =>
        new(surrogate.User, surrogate.Client) { ConnectionInfo = surrogate.ConnectionInfo, ChannelInfo = surrogate.ChannelInfo };

    /// <inheritdoc/>
    public ClientInfoMessage ConvertToSurrogate(in ClientInfo value) =>
        new(value.User, value.Client, Octets.Of(value.ConnectionInfo), Octets.Of(value.ChannelInfo));
}
