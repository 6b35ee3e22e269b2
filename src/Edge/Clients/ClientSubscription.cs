using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>A session in a channel, as the edge sees it.</summary>
/// <param name="session">Whose it is.</param>
/// <param name="rules">The options of the channel's namespace.</param>
/// <param name="grant">On which terms it was made.</param>
/// <param name="isServerSide">Made by the server: from the connection token, or the API.</param>
internal sealed class ClientSubscription(Session session, ChannelRules rules, SubscriptionGrant grant, bool isServerSide) : ISubscriber
{
    public SubscriptionGrant Grant => grant;

    /// <summary>The session as others in the channel see it.</summary>
    public ClientInfo Info { get; } = session.Identity.InChannel(grant.ChannelInfo);

    public bool IsServerSide => isServerSide;

    /// <summary>The command to reply to; 0 when there is none.</summary>
    public uint CommandId { get; init; }

    /// <summary>Begun together with the session: the reply to connect tells of it.</summary>
    public bool IsOfConnect { get; init; }

    /// <summary>The position that the client asked to recover from.</summary>
    public Position? Since { get; init; }

    /// <summary>How it began; null before.</summary>
    public SubscribeOutcome? Outcome { get; private set; }

    /// <summary>The channel's side of it.</summary>
    public Subscription Subscription { get; set; } = null!;

    /// <summary>When it has to be refreshed; null for never.</summary>
    public TimeSpan? ExpiresAt { get; private set; } = session.ToClock(grant.ExpireAt);

    public bool HasRoomToCatchUp => session.Queue.HasRoomToCatchUp;

    /// <summary>Whether it catches up when the client reads too slowly, rather than end the connection.</summary>
    public bool MayFallBehind => rules is { SlowReaders: SlowReaderPolicy.CatchUp, HasHistory: true };

    /// <summary>What the client is told of it.</summary>
    public SubscribeResult Result
    {
        get
        {
            SubscribeOutcome outcome = Outcome!;
            return new SubscribeResult
            {
                TtlSeconds = session.Ttl(ExpiresAt),
                Recoverable = rules.HasHistory,
                Positioned = rules.HasHistory,
                Position = !rules.HasHistory ? default : outcome.IsRecovered ? Since!.Value : outcome.Position,
                Publications = outcome.Recovered,
                WasRecovering = outcome.WasRecovering,
                Recovered = outcome.IsRecovered,
                Data = Grant.Data,
            };
        }
    }

    /// <summary>The session's record in the channel; each one holds over those before it.</summary>
    public MemberRecord Member(bool isPresent) => new(Info, session.NextMemberVersion(), isPresent);

    /// <summary>Has a new end.</summary>
    public void Refresh(DateTimeOffset? expireAt) => ExpiresAt = session.ToClock(expireAt);

    public bool TryDeliver(Subscription subscription, Delivery delivery) => DeliverAll(subscription, new ReadOnlySpan<Delivery>(in delivery)) == 1;

    public int DeliverAll(Subscription subscription, ReadOnlySpan<Delivery> deliveries)
    {
        int queued = session.QueueAll(this, deliveries);
        if (queued == deliveries.Length)
        {
            return queued;
        }

        if (!MayFallBehind)
        {
            session.DisconnectSoon(DisconnectCode.Slow);
            return deliveries.Length;
        }

        if (subscription.State == SubscriptionState.Live)
        {
            session.FallBehind();
        }

        return queued;
    }

    public long DropQueued(Subscription subscription) => session.Queue.Drop(this);

    public void OnSubscribed(Subscription subscription, SubscribeOutcome outcome)
    {
        Outcome = outcome;
        if (IsOfConnect)
        {
            return;
        }

        JsonLines lines = Session.Scratch;
        if (isServerSide)
        {
            lines.PushSubscribe(subscription.Name, Result);
        }
        else
        {
            lines.WriteSubscribe(CommandId, Result);
        }

        session.Send(lines);
    }

    public void OnPositionLost(Subscription subscription) => session.OnPositionLost(this);
}
