using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>presence, presence_stats, history, history_remove and channels.</summary>
internal sealed class ChannelMethods(ChannelHub hub, IChannelGateway gateway, NamespaceTable namespaces, ApiLimits limits)
{
    public async ValueTask<ApiAnswer> PresenceAsync(CheckedFields arguments)
    {
        string channel = arguments.Channel();
        return Check(arguments, channel, static rules => rules.Presence) is { } error
            ? ApiAnswer.Refuse(error)
            : new ApiAnswer.Presence(await hub.ReadMembersAsync(channel));
    }

    public async ValueTask<ApiAnswer> PresenceStatsAsync(CheckedFields arguments)
    {
        string channel = arguments.Channel();
        if (Check(arguments, channel, static rules => rules.Presence) is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        IReadOnlyList<ClientInfo> members = await hub.ReadMembersAsync(channel);
        return new ApiAnswer.PresenceStats(members.Count, members.Select(static member => member.User).Distinct(StringComparer.Ordinal).Count());
    }

    public async ValueTask<ApiAnswer> HistoryAsync(CheckedFields arguments)
    {
        string channel = arguments.Channel();
        int limit = (int)arguments.Number("limit", -1, int.MaxValue);
        bool reverse = arguments.Switch("reverse");
        Position? since = ReadSince(arguments, reverse);
        if (Check(arguments, channel, static rules => rules.HasHistory) is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        if (since is { Epoch: "" } any)
        {
            // Callers that never saw an epoch mean the present one.
            since = any with { Epoch = (await gateway.ReadHistoryAsync(channel, new HistoryRequest(0))).Top.Epoch };
        }

        int capped = limit < 0 ? limits.MaxHistoryLimit : Math.Min(limit, limits.MaxHistoryLimit);
        HistoryResult history = await gateway.ReadHistoryAsync(
            channel, new HistoryRequest(capped, since, reverse) { MaxOctets = ApiLimits.MaxHistoryOctets });
        bool isAbove = !reverse && since?.Offset > history.Top.Offset;

        // What is not kept any more shows in the offsets; a position of another stream would not.
        return history.IsOtherEpoch || isAbove
            ? ApiAnswer.Refuse(ApiError.Of(ReplyError.UnrecoverablePosition))
            : new ApiAnswer.History(history);
    }

    public async ValueTask<ApiAnswer> HistoryRemoveAsync(CheckedFields arguments)
    {
        string channel = arguments.Channel();
        if (Check(arguments, channel, static rules => rules.HasHistory) is { } error)
        {
            return ApiAnswer.Refuse(error);
        }

        await gateway.RemoveHistoryAsync(channel);
        return ApiAnswer.Done;
    }

    public async ValueTask<ApiAnswer> ChannelsAsync(CheckedFields arguments)
    {
        string pattern = arguments.Text("pattern");
        if (pattern.Length != 0 && !ChannelName.IsValid(pattern, limits.MaxChannelNameOctets))
        {
            arguments.Fail($"'pattern' {ChannelName.Rule(limits.MaxChannelNameOctets)}");
        }

        return arguments.Error is { } error
            ? ApiAnswer.Refuse(error)
            : new ApiAnswer.ChannelList(await gateway.ListChannelsAsync(pattern, ApiLimits.MaxListedChannels));
    }

    private static Position? ReadSince(CheckedFields arguments, bool reverse)
    {
        if (arguments.Object("since") is not { } since)
        {
            return null;
        }

        Position position = new(since.Text("epoch"), since.Number("offset", 0, long.MaxValue));
        if (reverse && position.Offset == 0)
        {
            since.Fail("'since.offset' must be above 0 in reverse: nothing comes before the first publication");
        }

        arguments.Adopt(since);
        return position;
    }

    private ApiError? Check(CheckedFields arguments, string channel, Func<ChannelRules, bool> isAvailable)
    {
        if (arguments.Error is { } error)
        {
            return error;
        }

        return namespaces.Find(channel) is not { } rules ? ApiError.Of(ReplyError.UnknownChannel)
            : isAvailable(rules) ? null
            : ApiError.Of(ReplyError.NotAvailable);
    }
}
