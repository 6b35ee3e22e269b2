using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="UserCommand.Subscribe"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class UserCommandSubscribeConverter : IConverter<UserCommand.Subscribe, UserCommandSubscribeMessage>
{
    /// <inheritdoc/>
    public UserCommand.Subscribe ConvertFromSurrogate(in UserCommandSubscribeMessage surrogate) =>
        new(surrogate.User, surrogate.Client, surrogate.Channel) { ChannelInfo = surrogate.ChannelInfo, ExpireAt = surrogate.ExpireAt };

    /// <inheritdoc/>
    public UserCommandSubscribeMessage ConvertToSurrogate(in UserCommand.Subscribe value) =>
        new(value.User, value.Client, value.Channel, Octets.Of(value.ChannelInfo), value.ExpireAt);
}
