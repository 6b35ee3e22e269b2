using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Clients;

// Each method is called under the session's lock. What comes after an await may run without it, and takes it again.

/// <summary>Gives each command to what carries it out.</summary>
internal sealed class CommandRouter(
    ConnectCommands connect, SubscribeCommands subscribe, PublishCommands publish, ReadCommands read, RpcCommands rpc, RefreshCommands refresh,
    ClientMetrics metrics)
{
    public async ValueTask RunAsync(Session session, Command command)
    {
        try
        {
            await RouteAsync(session, command);
        }
        catch (GatewayUnavailableException)
        {
            Refuse(session, command, ReplyError.Internal);
        }
        catch (ChannelLimitException)
        {
            metrics.Limit(ClientMetrics.MaxChannels);
            Refuse(session, command, ReplyError.LimitExceeded);
        }
    }

    private ValueTask RouteAsync(Session session, Command command) => command switch
    {
        Command.Publish c => publish.PublishAsync(session, c),
        Command.Subscribe c => subscribe.SubscribeAsync(session, c),
        Command.Unsubscribe c => SubscribeCommands.Unsubscribe(session, c),
        Command.Connect c => connect.ConnectAsync(session, c),
        Command.Presence c => read.PresenceAsync(session, c),
        Command.PresenceStats c => read.PresenceStatsAsync(session, c),
        Command.History c => read.HistoryAsync(session, c),
        Command.Rpc c => rpc.CallAsync(session, c),
        Command.Refresh c => refresh.RefreshAsync(session, c),
        Command.SubRefresh c => refresh.RefreshSubscriptionAsync(session, c),
        _ => ValueTask.CompletedTask, // send: there is nobody who listens to it
    };

    private static void Refuse(Session session, Command command, ReplyError error)
    {
        lock (session.Lock)
        {
            if (command is Command.Connect)
            {
                session.BecomeNew();
            }

            if (!session.IsEnded)
            {
                session.ReplyError(command.Id, error);
            }
        }
    }
}
