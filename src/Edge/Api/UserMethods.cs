using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>subscribe, unsubscribe, disconnect and refresh: what all sessions of a user are told, wherever they are.</summary>
internal sealed class UserMethods(IUserDirectory users, NamespaceTable namespaces)
{
    public ValueTask<ApiAnswer> SubscribeAsync(CheckedFields arguments)
    {
        string user = arguments.RequiredText("user");
        string? client = Client(arguments);
        string channel = arguments.Channel();
        UserCommand.Subscribe command = new(user, client, channel)
        {
            ChannelInfo = arguments.OptionalPayload("info", "b64info"),
            ExpireAt = arguments.Number("expire_at", 0, long.MaxValue),
        };
        arguments.Refuse("data", "b64data", "recover_since", "override", "session", "label_filter");
        return SendAsync(arguments, command, channel);
    }

    public ValueTask<ApiAnswer> UnsubscribeAsync(CheckedFields arguments)
    {
        string user = arguments.RequiredText("user");
        string? client = Client(arguments);
        string channel = arguments.Channel();
        arguments.Refuse("session", "label_filter");
        return SendAsync(arguments, new UserCommand.Unsubscribe(user, client, channel), channel);
    }

    public ValueTask<ApiAnswer> DisconnectAsync(CheckedFields arguments)
    {
        string user = arguments.RequiredText("user");
        string? client = Client(arguments);
        DisconnectCode? disconnect = DisconnectCode.ForceDisconnect;
        if (arguments.Object("disconnect") is { } custom
            && !DisconnectCode.TryCreate((int)custom.Number("code", 0, int.MaxValue), custom.Text("reason"), out disconnect))
        {
            custom.Fail($"'disconnect' must have a code from 3000 to 4999 and a reason of 1 to {DisconnectCode.MaxReasonOctets} octets that is not JSON");
            arguments.Adopt(custom);
        }

        arguments.Refuse("whitelist", "session", "label_filter");
        disconnect ??= DisconnectCode.ForceDisconnect;
        return SendAsync(arguments, new UserCommand.Disconnect(user, client, disconnect.Code, disconnect.Reason));
    }

    public ValueTask<ApiAnswer> RefreshAsync(CheckedFields arguments)
    {
        string user = arguments.RequiredText("user");
        string? client = Client(arguments);
        long expireAt = arguments.Number("expire_at", 0, long.MaxValue);
        bool expired = arguments.Switch("expired");
        arguments.Refuse("info", "session", "label_filter");
        return SendAsync(arguments, new UserCommand.Refresh(user, client, expireAt, expired));
    }

    private static string? Client(CheckedFields arguments) => arguments.Text("client") is { Length: > 0 } client ? client : null;

    private async ValueTask<ApiAnswer> SendAsync(CheckedFields arguments, UserCommand command, string? channel = null)
    {
        if (arguments.Error is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        if (channel is not null && namespaces.Find(channel) is null)
        {
            return ApiAnswer.Refuse(ApiError.Of(ReplyError.UnknownChannel));
        }

        await users.SendAsync(command);
        return ApiAnswer.Done;
    }
}
