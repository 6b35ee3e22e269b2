using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries out what only reads: presence and history.</summary>
internal sealed class ReadCommands(ChannelPermissions permissions, ChannelHub hub, IChannelGateway gateway, ClientMetrics metrics, IOptions<ClientLimitOptions> limits)
{
    public async ValueTask PresenceAsync(Session session, Command.Presence command)
    {
        if (CheckPresence(session, command.Channel) is { } error)
        {
            session.ReplyError(command.Id, error);
            return;
        }

        IReadOnlyList<ClientInfo> members = await hub.ReadMembersAsync(command.Channel);
        JsonLines lines = Session.Scratch;
        lines.WritePresence(command.Id, members);
        session.Send(lines);
    }

    public async ValueTask PresenceStatsAsync(Session session, Command.PresenceStats command)
    {
        if (CheckPresence(session, command.Channel) is { } error)
        {
            session.ReplyError(command.Id, error);
            return;
        }

        IReadOnlyList<ClientInfo> members = await hub.ReadMembersAsync(command.Channel);
        JsonLines lines = Session.Scratch;
        lines.WritePresenceStats(command.Id, members.Count, members.Select(static m => m.User).Distinct(StringComparer.Ordinal).Count());
        session.Send(lines);
    }

    public async ValueTask HistoryAsync(Session session, Command.History command)
    {
        ReplyError? error = permissions.Find(command.Channel, out ChannelRules rules);
        error ??= !ChannelPermissions.Allows(rules.Access.History, session, command.Channel) ? ReplyError.PermissionDenied
            : !rules.HasHistory ? ReplyError.NotAvailable
            : null;
        if (error is not null)
        {
            session.ReplyError(command.Id, error);
            return;
        }

        int most = limits.Value.MaxHistoryLimit;
        if (command.Limit > most)
        {
            metrics.Limit("MaxHistoryLimit");
        }

        Position? since = command.Since;
        if (since is { Epoch: "" } withoutEpoch)
        {
            // Whoever gives none takes the stream as it is.
            HistoryResult now = await gateway.ReadHistoryAsync(command.Channel, new HistoryRequest(0));
            since = withoutEpoch with { Epoch = now.Top.Epoch };
        }

        HistoryResult history = await gateway.ReadHistoryAsync(command.Channel, new HistoryRequest(
            command.Limit < 0 || command.Limit > most ? most : command.Limit, since, command.Reverse)
        {
            MaxOctets = limits.Value.MaxQueueOctets / 2,
        });
        bool isAboveTop = !command.Reverse && since is { } given && given.Offset > history.Top.Offset;
        if (history.IsOtherEpoch || isAboveTop)
        {
            session.ReplyError(command.Id, ReplyError.UnrecoverablePosition);
            return;
        }

        JsonLines lines = Session.Scratch;
        lines.WriteHistory(command.Id, history);
        session.Send(lines);
    }

    private ReplyError? CheckPresence(Session session, string channel) =>
        permissions.Find(channel, out ChannelRules rules)
        ?? (!ChannelPermissions.Allows(rules.Access.Presence, session, channel) ? ReplyError.PermissionDenied
            : !rules.Presence ? ReplyError.NotAvailable
            : null);
}
