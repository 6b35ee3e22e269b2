using System.Collections.Frozen;
using System.Text.Json;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>The table of the server API's methods, and batches of them.</summary>
internal sealed class ApiDispatcher
{
    public const string Batch = "batch";

    private readonly FrozenDictionary<string, Func<CheckedFields, ValueTask<ApiAnswer>>> _methods;
    private readonly ApiLimits _limits;
    private readonly ApiGuard _guard;
    private readonly ApiMetrics _metrics;

    public ApiDispatcher(
        PublishMethods publish, ChannelMethods channels, UserMethods users, NodeMethods nodes, ApiLimits limits, ApiGuard guard, ApiMetrics metrics)
    {
        _limits = limits;
        _guard = guard;
        _metrics = metrics;
        _methods = new Dictionary<string, Func<CheckedFields, ValueTask<ApiAnswer>>>(StringComparer.Ordinal)
        {
            ["publish"] = publish.PublishAsync,
            ["broadcast"] = publish.BroadcastAsync,
            ["subscribe"] = users.SubscribeAsync,
            ["unsubscribe"] = users.UnsubscribeAsync,
            ["disconnect"] = users.DisconnectAsync,
            ["refresh"] = users.RefreshAsync,
            ["presence"] = channels.PresenceAsync,
            ["presence_stats"] = channels.PresenceStatsAsync,
            ["history"] = channels.HistoryAsync,
            ["history_remove"] = channels.HistoryRemoveAsync,
            ["channels"] = channels.ChannelsAsync,
            ["info"] = nodes.InfoAsync,
            [Batch] = BatchAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<string> Methods => _methods.Keys.Order(StringComparer.Ordinal);

    public bool Knows(string method) => _methods.ContainsKey(method);

    /// <summary>Carries out one command.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="parameters">Its arguments: one well-formed JSON object.</param>
    public async ValueTask<ApiAnswer> ExecuteAsync(string method, ReadOnlyMemory<byte> parameters)
    {
        bool isKnown = _methods.TryGetValue(method, out Func<CheckedFields, ValueTask<ApiAnswer>>? run);
        ApiAnswer answer = isKnown
            ? await _guard.RunAsync(() => run!(CheckedFields.Read(parameters, _limits)))
            : ApiAnswer.Refuse(ApiError.Of(ReplyError.MethodNotFound));
        _metrics.Executed(isKnown ? method : "unknown", answer);
        return answer;
    }

    /// <summary>Carries out one command that names its method itself: <c>{"method", "params"}</c>.</summary>
    /// <param name="command">One well-formed JSON object.</param>
    public ValueTask<ApiAnswer> ExecuteAsync(ReadOnlyMemory<byte> command)
    {
        CheckedFields arguments = CheckedFields.Read(command, _limits);
        string method = arguments.RequiredText("method");
        ReadOnlyMemory<byte> parameters = arguments.ObjectJson("params");
        return arguments.Error is { } error ? new(ApiAnswer.Refuse(error)) : ExecuteAsync(method, parameters);
    }

    private async ValueTask<ApiAnswer> BatchAsync(CheckedFields arguments)
    {
        List<JsonMember> commands = arguments.Array("commands", _limits.MaxBatchCommands);
        bool isParallel = arguments.Switch("parallel");
        if (arguments.Error is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        BatchReply[] replies = new BatchReply[commands.Count];
        if (isParallel)
        {
            await Parallel.ForAsync(0, replies.Length, _guard.Parallel, async (i, _) => replies[i] = await ExecuteAsync(commands[i]));
        }
        else
        {
            for (int i = 0; i < replies.Length; i++)
            {
                replies[i] = await ExecuteAsync(commands[i]);
            }
        }

        return new ApiAnswer.Batch(replies);
    }

    // One command of a batch: an object whose one member is named by the method and holds its arguments.
    private async ValueTask<BatchReply> ExecuteAsync(JsonMember command)
    {
        if (command.Kind != JsonTokenType.StartObject || !JsonMembers.TryRead(command.Json, out JsonMembers fields, out _) || fields.Count != 1)
        {
            return new BatchReply("", ApiAnswer.Refuse(ApiError.Of(ReplyError.BadRequest, "a command must be an object with one member, named by its method")));
        }

        (string method, JsonMember parameters) = fields.Members.First();
        if (method == Batch)
        {
            return new BatchReply(method, ApiAnswer.Refuse(ApiError.Of(ReplyError.MethodNotFound, "a batch holds no batches")));
        }

        return parameters.Kind == JsonTokenType.StartObject
            ? new BatchReply(method, await ExecuteAsync(method, parameters.Json))
            : new BatchReply(method, ApiAnswer.Refuse(ApiError.Of(ReplyError.BadRequest, $"'{method}' must be an object")));
    }
}
