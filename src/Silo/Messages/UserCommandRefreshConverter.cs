using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="UserCommand.Refresh"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class UserCommandRefreshConverter : IConverter<UserCommand.Refresh, UserCommandRefreshMessage>
{
    /// <inheritdoc/>
    public UserCommand.Refresh ConvertFromSurrogate(in UserCommandRefreshMessage surrogate) =>
        new(surrogate.User, surrogate.Client, surrogate.ExpireAt, surrogate.Expired);

    /// <inheritdoc/>
    public UserCommandRefreshMessage ConvertToSurrogate(in UserCommand.Refresh value) =>
        new(value.User, value.Client, value.ExpireAt, value.Expired);
}
