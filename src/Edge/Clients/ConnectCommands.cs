using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Pages;
using Stratus.Realtime.Edge.Proxies;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries the connect command out: who the client is, what it is subscribed to at once, and what it is told.</summary>
internal sealed class ConnectCommands(
    TokenVerifier verifier, ApplicationProxy proxy, IUserDirectory users, ChannelPermissions permissions, SubscribeCommands subscribe,
    SessionMembers members, SessionRegistry registry, ChannelHub hub, ClientMetrics metrics, TimeProvider time,
    IOptions<ClientOptions> options, IOptions<ClientLimitOptions> limits, IOptions<ClientTimeOptions> times)
{
    // No epoch is empty.
    private static readonly Position Unrecoverable = new("", 0);

    public async ValueTask ConnectAsync(Session session, Command.Connect command)
    {
        string client = Guid.NewGuid().ToString();
        Admission? admission = command.Token.Length == 0 && proxy.IsConfigured(ProxyKind.Connect)
            ? await AskAsync(session, command, client)
            : Admit(session, command);
        if (admission is null)
        {
            return;
        }

        LingeringSession? lingering = admission.User.Length == 0 || times.Value.PresenceGrace == TimeSpan.Zero
            ? null
            : await users.TakeOverAsync(admission.User, admission.Info);
        ClientIdentity identity = lingering is null
            ? new ClientIdentity(admission.User, client, admission.Info, 0)
            : new ClientIdentity(admission.User, lingering.Client, admission.Info, lingering.Generation + 1);

        List<ClientSubscription>? subscriptions = Join(session, command, admission, identity);
        if (subscriptions is null)
        {
            return;
        }

        await BeginAsync(session, subscriptions);
        lock (session.Lock)
        {
            if (session.IsEnded)
            {
                return;
            }

            Finish(session, command, admission, subscriptions);
        }
    }

    // One answer tells of all: what it recovers is bounded together, to within one channel.
    private async ValueTask BeginAsync(Session session, List<ClientSubscription> subscriptions)
    {
        long recovered = 0;
        foreach (ClientSubscription subscription in subscriptions)
        {
            bool isTooMuch = subscription.Since is not null && recovered >= limits.Value.MaxRecoveryOctets;
            if (isTooMuch)
            {
                metrics.Limit("MaxRecoveryOctets");
            }

            await subscribe.BeginAsync(session, subscription, isTooMuch ? Unrecoverable : subscription.Since);
            recovered += subscription.Outcome?.Recovered.Sum(static publication => (long)publication.Octets) ?? 0;
        }
    }

    private async ValueTask<Admission?> AskAsync(Session session, Command.Connect command, string client)
    {
        ProxyAnswer<ProxyConnectResult> answer = await proxy.ConnectAsync(
            new ProxyConnectRequest(client) { Data = command.Data, Name = command.Name, Version = command.Version, Channels = [.. command.Subs.Keys] },
            CancellationToken.None);
        lock (session.Lock)
        {
            if (session.IsEnded)
            {
                return null;
            }

            if (!ProxyAnswers.TryGet(session, command.Id, answer, out ProxyConnectResult? result))
            {
                session.BecomeNew();
                return null;
            }

            return new Admission(result.User, result.Info, Time(result.ExpireAt), result.Data,
                [.. result.Subscriptions.Select(s => (s.Key, new SubscriptionGrant(s.Value.Info, s.Value.Data, Time(s.Value.ExpireAt), ByToken: true)))]);
        }
    }

    private Admission? Admit(Session session, Command.Connect command)
    {
        if (command.Token.Length == 0)
        {
            if (options.Value.AllowAnonymous)
            {
                return new Admission("", default, null, default, []);
            }

            session.BecomeNew();
            session.ReplyError(command.Id, ReplyError.Unauthorized);
            return null;
        }

        switch (verifier.VerifyConnection(command.Token, time.GetUtcNow()))
        {
            case TokenResult<ConnectionClaims>.Valid { Claims: var claims }:
                return new Admission(claims.User, claims.Info, claims.ExpireAt, default,
                    [.. claims.Subscriptions.Select(s => (s.Channel, new SubscriptionGrant(s.Info, s.Data, null, ByToken: true)))]);
            case TokenResult<ConnectionClaims>.Expired:
                session.BecomeNew();
                session.ReplyError(command.Id, ReplyError.TokenExpired);
                return null;
            default:
                session.Disconnect(DisconnectCode.InvalidToken);
                return null;
        }
    }

    // Null when the client cannot be connected; it was told.
    private List<ClientSubscription>? Join(Session session, Command.Connect command, Admission admission, ClientIdentity identity)
    {
        lock (session.Lock)
        {
            if (session.IsEnded)
            {
                return null;
            }

            List<(string Channel, ChannelRules Rules, SubscriptionGrant Grant)> wanted = [];
            foreach ((string channel, SubscriptionGrant grant) in admission.Subscriptions)
            {
                if (permissions.Find(channel, out ChannelRules rules) is { } error)
                {
                    session.BecomeNew();
                    session.ReplyError(command.Id, error);
                    return null;
                }

                wanted.Add((channel, rules, grant));
            }

            if (wanted.Count > limits.Value.MaxChannels)
            {
                metrics.Limit("MaxChannels");
                session.Disconnect(DisconnectCode.ChannelLimit);
                return null;
            }

            session.Identity = identity;
            if (!registry.TryAdd(session, limits.Value.MaxConnectionsPerUser))
            {
                metrics.Limit("MaxConnectionsPerUser");
                session.Disconnect(DisconnectCode.ConnectionLimit);
                return null;
            }

            session.Queue.Hold(); // the reply comes before what these channels deliver
            return [.. wanted.Select(w => subscribe.Join(session, w.Channel, w.Rules, new ClientSubscription(session, w.Rules, w.Grant, isServerSide: true)
            {
                IsOfConnect = true,
                Since = command.Subs.TryGetValue(w.Channel, out SubscribeRequest? request) && request.Recover ? request.Position : null,
            }))];
        }
    }

    private void Finish(Session session, Command.Connect command, Admission admission, List<ClientSubscription> subscriptions)
    {
        // A server may have unsubscribed some meanwhile.
        subscriptions.RemoveAll(s => session.Subscriptions.GetValueOrDefault(s.Subscription.Name) != s);
        TimeSpan? expiresAt = session.ToClock(admission.ExpireAt);
        session.BecomeConnected(session.Identity, expiresAt);
        ConnectResult result = new(session.Identity.Client)
        {
            Version = PageFacts.Version,
            TtlSeconds = session.Ttl(expiresAt),
            Data = admission.Data,
            Subs = subscriptions.Count == 0 ? null : subscriptions.ToDictionary(static s => s.Subscription.Name, static s => s.Result),
            PingSeconds = (int)Math.Max(1, Math.Ceiling(times.Value.PingInterval.TotalSeconds)),
            Pong = true,
            Session = Guid.NewGuid().ToString("N"),
            Node = hub.Edge,
        };
        JsonLines lines = Session.Scratch;
        lines.WriteConnect(command.Id, result);
        session.Release(lines);
        foreach (ClientSubscription subscription in subscriptions)
        {
            members.Enter(subscription);
        }
    }

    private static DateTimeOffset? Time(long seconds) => seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    /// <summary>Who the client is, and what it may.</summary>
    private sealed record Admission(
        string User, ReadOnlyMemory<byte> Info, DateTimeOffset? ExpireAt, ReadOnlyMemory<byte> Data,
        IReadOnlyList<(string Channel, SubscriptionGrant Grant)> Subscriptions);
}
