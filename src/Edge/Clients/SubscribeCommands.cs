using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries subscribe and unsubscribe commands out.</summary>
internal sealed class SubscribeCommands(
    ChannelPermissions permissions, ChannelHub hub, SessionMembers members, TokenVerifier verifier, ApplicationProxy proxy, TimeProvider time,
    ClientMetrics metrics, IOptions<ClientLimitOptions> limits)
{
    public async ValueTask SubscribeAsync(Session session, Command.Subscribe command)
    {
        SubscribeRequest request = command.Request;
        if (Check(session, request, out ChannelRules rules) is { } error)
        {
            session.ReplyError(command.Id, error);
            return;
        }

        if (request.Token.Length != 0)
        {
            if (TryVerify(session, command, out SubscriptionGrant granted))
            {
                await BeginAsync(session, command, rules, granted);
            }
        }
        else if (rules.ProxySubscribe)
        {
            await AskAsync(session, command, rules);
        }
        else if (rules.Access.Subscribe != Access.Token && ChannelPermissions.Allows(rules.Access.Subscribe, session, request.Channel))
        {
            await BeginAsync(session, command, rules, default);
        }
        else
        {
            session.ReplyError(command.Id, ReplyError.PermissionDenied);
        }
    }

    public static ValueTask Unsubscribe(Session session, Command.Unsubscribe command)
    {
        if (session.Subscriptions.TryGetValue(command.Channel, out ClientSubscription? subscription))
        {
            session.Remove(subscription, SessionEnding.Clean);
        }

        session.ReplyEmpty(command.Id, CommandMethod.Unsubscribe);
        return ValueTask.CompletedTask;
    }

    /// <summary>Subscribes a session because a server said so; a channel that it is in already stays as it is.</summary>
    public async Task SubscribeByServerAsync(Session session, string channel, SubscriptionGrant grant)
    {
        ClientSubscription subscription;
        lock (session.Lock)
        {
            if (session.IsEnded || session.Identity == ClientIdentity.None || permissions.Find(channel, out ChannelRules rules) is not null
                || session.Subscriptions.ContainsKey(channel) || IsFull(session))
            {
                return;
            }

            subscription = Join(session, channel, rules, new ClientSubscription(session, rules, grant, isServerSide: true));
        }

        try
        {
            await BeginAsync(session, subscription);
        }
        catch (GatewayUnavailableException)
        {
            // The channel does not answer: the server's wish is not met, and the client was told nothing.
        }
        catch (ChannelLimitException)
        {
            metrics.Limit(ClientMetrics.MaxChannels); // likewise
        }
    }

    /// <summary>Puts a session into a channel. Under its lock.</summary>
    public ClientSubscription Join(Session session, string channel, ChannelRules rules, ClientSubscription subscription)
    {
        subscription.Subscription = hub.Join(channel, subscription, rules.JoinLeave);
        session.Subscriptions.Add(channel, subscription);
        SessionDeadlines.Reset(session);
        return subscription;
    }

    /// <summary>Begins what was joined; when it fails, the session is out of the channel again.</summary>
    public ValueTask BeginAsync(Session session, ClientSubscription subscription) => BeginAsync(session, subscription, subscription.Since);

    /// <summary>The same, from another position than the client asked for.</summary>
    public async ValueTask BeginAsync(Session session, ClientSubscription subscription, Position? since)
    {
        try
        {
            await hub.BeginAsync(subscription.Subscription, since);
        }
        catch (Exception)
        {
            lock (session.Lock)
            {
                if (!session.IsEnded)
                {
                    session.Remove(subscription, SessionEnding.Clean);
                }
            }

            throw;
        }

        lock (session.Lock)
        {
            // Whoever ended it meanwhile found nothing to leave: it was not in yet.
            if (session.IsEnded || subscription.IsOfConnect)
            {
                return;
            }

            if (session.Subscriptions.GetValueOrDefault(subscription.Subscription.Name) == subscription)
            {
                members.Enter(subscription);
            }
            else if (subscription is { Outcome: null, CommandId: not 0 })
            {
                session.ReplyError(subscription.CommandId, ReplyError.PermissionDenied); // the server unsubscribed it before it began
            }
        }
    }

    public bool IsFull(Session session)
    {
        bool isFull = session.Subscriptions.Count >= limits.Value.MaxChannels;
        if (isFull)
        {
            metrics.Limit("MaxChannels");
        }

        return isFull;
    }

    private ReplyError? Check(Session session, SubscribeRequest request, out ChannelRules rules) =>
        permissions.Find(request.Channel, out rules)
        ?? (session.Subscriptions.ContainsKey(request.Channel) ? ReplyError.AlreadySubscribed
            : IsFull(session) ? ReplyError.LimitExceeded
            : null);

    private bool TryVerify(Session session, Command.Subscribe command, out SubscriptionGrant granted)
    {
        granted = default;
        switch (verifier.VerifySubscription(command.Request.Token, command.Request.Channel, session.Identity.User, time.GetUtcNow()))
        {
            case TokenResult<SubscriptionClaims>.Valid valid:
                granted = new SubscriptionGrant(valid.Claims.Info, default, valid.Claims.ExpireAt, ByToken: true);
                return true;
            case TokenResult<SubscriptionClaims>.Expired:
                session.ReplyError(command.Id, ReplyError.TokenExpired);
                return false;
            case TokenResult<SubscriptionClaims>.Foreign:
                session.Disconnect(DisconnectCode.InvalidToken);
                return false;
            default:
                session.ReplyError(command.Id, ReplyError.PermissionDenied);
                return false;
        }
    }

    private async ValueTask AskAsync(Session session, Command.Subscribe command, ChannelRules rules)
    {
        ProxySubscribeRequest request = new(session.Identity.Client, session.Identity.User, command.Request.Channel) { Data = command.Request.Data };
        ProxyAnswer<ProxySubscription> answer = await proxy.SubscribeAsync(request, CancellationToken.None);
        ClientSubscription subscription;
        lock (session.Lock)
        {
            if (session.IsEnded || !ProxyAnswers.TryGet(session, command.Id, answer, out ProxySubscription? result))
            {
                return;
            }

            if (Check(session, command.Request, out _) is { } error)
            {
                session.ReplyError(command.Id, error); // a server-side subscription came first
                return;
            }

            DateTimeOffset? expireAt = result.ExpireAt == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(result.ExpireAt);
            subscription = Make(session, command, rules, new SubscriptionGrant(result.Info, result.Data, expireAt, ByToken: false));
        }

        await BeginAsync(session, subscription);
    }

    private ValueTask BeginAsync(Session session, Command.Subscribe command, ChannelRules rules, SubscriptionGrant grant) =>
        BeginAsync(session, Make(session, command, rules, grant));

    private ClientSubscription Make(Session session, Command.Subscribe command, ChannelRules rules, SubscriptionGrant grant) =>
        Join(session, command.Request.Channel, rules, new ClientSubscription(session, rules, grant, isServerSide: false)
        {
            CommandId = command.Id,
            Since = command.Request.Recover ? command.Request.Position : null,
        });
}
