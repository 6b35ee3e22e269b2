using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="UserCommand.Unsubscribe"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class UserCommandUnsubscribeConverter : IConverter<UserCommand.Unsubscribe, UserCommandUnsubscribeMessage>
{
    /// <inheritdoc/>
    public UserCommand.Unsubscribe ConvertFromSurrogate(in UserCommandUnsubscribeMessage surrogate) =>
        new(surrogate.User, surrogate.Client, surrogate.Channel);

    /// <inheritdoc/>
    public UserCommandUnsubscribeMessage ConvertToSurrogate(in UserCommand.Unsubscribe value) =>
        new(value.User, value.Client, value.Channel);
}
