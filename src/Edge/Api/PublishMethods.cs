using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>publish and broadcast.</summary>
internal sealed class PublishMethods(ChannelPublisher publisher, NamespaceTable namespaces, ApiLimits limits, ApiGuard guard)
{
    public ValueTask<ApiAnswer> PublishAsync(CheckedFields arguments)
    {
        string channel = arguments.Channel();
        PublishRequest request = ReadRequest(arguments);
        return arguments.Error is { } error ? new(ApiAnswer.Refuse(error)) : PublishAsync(channel, request);
    }

    public async ValueTask<ApiAnswer> BroadcastAsync(CheckedFields arguments)
    {
        IReadOnlyList<string> channels = arguments.Channels("channels");
        PublishRequest request = ReadRequest(arguments);
        if (arguments.Error is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        ApiAnswer[] responses = new ApiAnswer[channels.Count];
        await Parallel.ForAsync(0, responses.Length, guard.Parallel, async (i, _) =>
            responses[i] = ChannelName.IsValid(channels[i], limits.MaxChannelNameOctets)
                ? await guard.RunAsync(() => PublishAsync(channels[i], request))
                : ApiAnswer.Refuse(ApiError.Of(ReplyError.BadRequest, "a channel's name " + ChannelName.Rule(limits.MaxChannelNameOctets))));
        return new ApiAnswer.Broadcast(responses);
    }

    private static PublishRequest ReadRequest(CheckedFields arguments)
    {
        PublishRequest request = new(arguments.RequiredPayload("data", "b64data"))
        {
            Tags = arguments.Tags("tags"),
            SkipHistory = arguments.Switch("skip_history"),
            IdempotencyKey = arguments.Text("idempotency_key") is { Length: > 0 } key ? key : null,
            TraceParent = ChannelTraces.CurrentTraceParent,
        };
        if (request.IdempotencyKey is not null && request.SkipHistory)
        {
            arguments.Fail("'idempotency_key' needs the history that 'skip_history' leaves out");
        }

        if (Encoding.UTF8.GetByteCount(request.IdempotencyKey ?? "") > ApiLimits.MaxIdempotencyKeyOctets)
        {
            arguments.Fail($"'idempotency_key' must be at most {ApiLimits.MaxIdempotencyKeyOctets} octets");
        }

        // 'delta' only says how clients may be sent it; these decide what is kept.
        arguments.Refuse("version", "version_epoch");
        return request;
    }

    private async ValueTask<ApiAnswer> PublishAsync(string channel, PublishRequest request) =>
        namespaces.Find(channel) is null
            ? ApiAnswer.Refuse(ApiError.Of(ReplyError.UnknownChannel))
            : new ApiAnswer.Published(await publisher.PublishAsync(channel, request));
}
