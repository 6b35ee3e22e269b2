using System.Text.Json;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>
/// Reads what the application answers: a disconnect, an error or a result, looked for in this order. An answer with none of
/// them is not taken for consent.
/// </summary>
internal sealed class ProxyAnswerReader(ApiLimits limits)
{
    private const int MaxSubscriptions = JsonMembers.MaxMembers;

    /// <summary>Reads an answer; false when it is not one.</summary>
    /// <param name="body">What was received.</param>
    /// <param name="read">Reads the result.</param>
    /// <param name="answer">The answer, or that there is none.</param>
    /// <param name="fault">What is wrong with it, naming members; null when nothing.</param>
    public bool TryRead<T>(ReadOnlyMemory<byte> body, Func<CheckedFields, T> read, out ProxyAnswer<T> answer, out string? fault)
    {
        answer = new ProxyAnswer<T>.Unavailable(ProxyFailure.BadAnswer);
        if (!JsonBody.IsObject(body.Span))
        {
            fault = "it is not a JSON object in UTF-8";
            return false;
        }

        CheckedFields fields = CheckedFields.Read(body, limits);
        ProxyAnswer<T>? found = null;
        if (fields.Object("disconnect") is { } disconnect)
        {
            found = ReadDisconnect<T>(disconnect);
            fields.Adopt(disconnect);
        }
        else if (fields.Object("error") is { } error)
        {
            found = ReadError<T>(error);
            fields.Adopt(error);
        }
        else if (fields.Object("result") is { } result)
        {
            found = new ProxyAnswer<T>.Result(read(result));
            fields.Adopt(result);
        }
        else
        {
            fields.Fail("it has no 'result', 'error' or 'disconnect'");
        }

        fault = fields.Error?.Message;
        answer = fault is null && found is not null ? found : answer;
        return fault is null;
    }

    public ProxyConnectResult ReadConnect(CheckedFields result)
    {
        Dictionary<string, ProxySubscription> subscriptions = new(StringComparer.Ordinal);
        foreach (JsonMember element in result.Array("channels", MaxSubscriptions))
        {
            subscriptions[ReadChannel(result, element)] = new ProxySubscription();
        }

        foreach ((string channel, CheckedFields fields) in result.Objects("subs"))
        {
            subscriptions[channel] = ReadSubscription(fields);
            result.Adopt(fields);
        }

        if (subscriptions.Keys.Any(channel => !ChannelName.IsValid(channel, limits.MaxChannelNameOctets)))
        {
            result.Fail("a channel's name " + ChannelName.Rule(limits.MaxChannelNameOctets));
        }

        return new ProxyConnectResult(result.Text("user"))
        {
            ExpireAt = result.Number("expire_at", 0, long.MaxValue),
            Info = result.OptionalPayload("info", "b64info"),
            Data = result.OptionalPayload("data", "b64data"),
            Subscriptions = subscriptions,
        };
    }

    public static ProxySubscription ReadSubscription(CheckedFields result) => new()
    {
        Info = result.OptionalPayload("info", "b64info"),
        Data = result.OptionalPayload("data", "b64data"),
        ExpireAt = result.Number("expire_at", 0, long.MaxValue),
    };

    public static ProxyPublishResult ReadPublish(CheckedFields result) => new()
    {
        Data = result.OptionalPayload("data", "b64data"),
        SkipHistory = result.Switch("skip_history"),
        Tags = result.Tags("tags"),
    };

    public static ProxyRpcResult ReadRpc(CheckedFields result) => new(result.Payload("data", "b64data"));

    private static string ReadChannel(CheckedFields result, JsonMember element)
    {
        if (element.Kind == JsonTokenType.String)
        {
            return result.ReadText(element, "channels");
        }

        result.Fail("'channels' must hold strings");
        return "";
    }

    private static ProxyAnswer<T>.Error ReadError<T>(CheckedFields error)
    {
        int code = (int)error.Number("code", 1, int.MaxValue);
        if (code == 0)
        {
            error.Fail("'error.code' is required");
        }

        return new ProxyAnswer<T>.Error(code, error.Text("message"), error.Switch("temporary"));
    }

    private static ProxyAnswer<T>.Disconnect? ReadDisconnect<T>(CheckedFields disconnect)
    {
        if (DisconnectCode.TryCreate((int)disconnect.Number("code", 0, int.MaxValue), disconnect.Text("reason"), out DisconnectCode? code))
        {
            return new ProxyAnswer<T>.Disconnect(code);
        }

        disconnect.Fail($"'disconnect' must have a code from 3000 to 4999 and a reason of 1 to {DisconnectCode.MaxReasonOctets} octets that is not JSON");
        return null;
    }
}
