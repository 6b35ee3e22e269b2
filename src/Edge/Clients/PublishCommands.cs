using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Proxies;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries publish commands out.</summary>
internal sealed class PublishCommands(ChannelPermissions permissions, ChannelPublisher publisher, ApplicationProxy proxy)
{
    public ValueTask PublishAsync(Session session, Command.Publish command)
    {
        ReplyError? error = permissions.Find(command.Channel, out ChannelRules rules);
        if (error is null && command.Data.IsEmpty)
        {
            error = ReplyError.BadRequest;
        }

        if (error is null && !rules.ProxyPublish && !ChannelPermissions.Allows(rules.Access.Publish, session, command.Channel))
        {
            error = ReplyError.PermissionDenied;
        }

        if (error is not null)
        {
            session.ReplyError(command.Id, error);
            return ValueTask.CompletedTask;
        }

        if (rules.ProxyPublish)
        {
            return AskAsync(session, command);
        }

        Append(session, command, new PublishRequest(command.Data) { Info = Info(session, command.Channel) });
        return ValueTask.CompletedTask;
    }

    private async ValueTask AskAsync(Session session, Command.Publish command)
    {
        ProxyPublishRequest request = new(session.Identity.Client, session.Identity.User, command.Channel, command.Data);
        ProxyAnswer<ProxyPublishResult> answer = await proxy.PublishAsync(request, CancellationToken.None);
        lock (session.Lock)
        {
            if (!session.IsEnded && ProxyAnswers.TryGet(session, command.Id, answer, out ProxyPublishResult? result))
            {
                Append(session, command, new PublishRequest(result.Data.IsEmpty ? command.Data : result.Data)
                {
                    Info = Info(session, command.Channel),
                    Tags = result.Tags,
                    SkipHistory = result.SkipHistory,
                });
            }
        }
    }

    private void Append(Session session, Command.Publish command, PublishRequest request) =>
        session.Publish(publisher.Enqueue(command.Channel, request, session, command.Id));

    private static ClientInfo Info(Session session, string channel) =>
        session.Subscriptions.TryGetValue(channel, out ClientSubscription? subscription)
            ? subscription.Info
            : session.Identity.InChannel(default);
}
