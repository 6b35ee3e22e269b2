using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="UserCommand.Disconnect"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class UserCommandDisconnectConverter : IConverter<UserCommand.Disconnect, UserCommandDisconnectMessage>
{
    /// <inheritdoc/>
    public UserCommand.Disconnect ConvertFromSurrogate(in UserCommandDisconnectMessage surrogate) =>
        new(surrogate.User, surrogate.Client, surrogate.Code, surrogate.Reason);

    /// <inheritdoc/>
    public UserCommandDisconnectMessage ConvertToSurrogate(in UserCommand.Disconnect value) =>
        new(value.User, value.Client, value.Code, value.Reason);
}
