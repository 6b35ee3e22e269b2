using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>What a session does when a time has come.</summary>
internal static class SessionDeadlines
{
    public static void Act(Session session, TimeSpan now)
    {
        SessionTimers timers = session.Timers;
        if (session.IsEnded)
        {
            return;
        }

        if (timers.IsStale(now))
        {
            session.Disconnect(DisconnectCode.Stale);
        }
        else if (timers.IsPongMissing(now))
        {
            session.Disconnect(DisconnectCode.NoPong);
        }
        else if (timers.IsExpired(now))
        {
            session.Disconnect(DisconnectCode.ConnectionExpired);
        }
        else
        {
            EndExpiredSubscriptions(session, now);
            if (!session.IsEnded && timers.TakePing(now))
            {
                JsonLines lines = Session.Scratch;
                lines.WritePing();
                session.Send(lines);
            }
        }
    }

    /// <summary>Finds out when the next subscription expires.</summary>
    public static void Reset(Session session)
    {
        TimeSpan next = TimeSpan.MaxValue;
        foreach (ClientSubscription subscription in session.Subscriptions.Values)
        {
            if (subscription.ExpiresAt is { } at && at + session.RefreshGrace < next)
            {
                next = at + session.RefreshGrace;
            }
        }

        session.Timers.SubscriptionsAt = next;
    }

    private static void EndExpiredSubscriptions(Session session, TimeSpan now)
    {
        if (now < session.Timers.SubscriptionsAt)
        {
            return;
        }

        foreach (ClientSubscription subscription in session.Subscriptions.Values.ToArray())
        {
            if (subscription.ExpiresAt is not { } at || now < at + session.RefreshGrace)
            {
                continue;
            }

            if (subscription.IsServerSide)
            {
                session.Disconnect(DisconnectCode.SubscriptionExpired);
                return;
            }

            session.Remove(subscription, SessionEnding.Clean);
            JsonLines lines = Session.Scratch;
            lines.PushUnsubscribe(subscription.Subscription.Name, UnsubscribeCode.Expired);
            session.Send(lines);
        }

        Reset(session);
    }
}
