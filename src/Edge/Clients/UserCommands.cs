using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Carries out what servers tell the sessions of a user.</summary>
internal sealed class UserCommands(SessionRegistry registry, SubscribeCommands subscribe) : IUserCommandReceiver
{
    public int Receive(UserCommand command)
    {
        IReadOnlyList<Session> sessions = registry.Find(command.User, command.Client);
        foreach (Session session in sessions)
        {
            Act(session, command);
        }

        return sessions.Count;
    }

    private void Act(Session session, UserCommand command)
    {
        switch (command)
        {
            case UserCommand.Subscribe wish:
                DateTimeOffset? expireAt = wish.ExpireAt == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(wish.ExpireAt);
                _ = subscribe.SubscribeByServerAsync(session, wish.Channel, new SubscriptionGrant(wish.ChannelInfo, default, expireAt, ByToken: true));
                return;
            case UserCommand.Disconnect wish when DisconnectCode.TryCreate(wish.Code, wish.Reason, out DisconnectCode? code):
                session.DisconnectSoon(code);
                return;
            case UserCommand.Unsubscribe wish:
                Unsubscribe(session, wish.Channel);
                return;
            case UserCommand.Refresh { Expired: true }:
                session.DisconnectSoon(DisconnectCode.ConnectionExpired);
                return;
            case UserCommand.Refresh wish:
                Refresh(session, wish.ExpireAt);
                return;
        }
    }

    private static void Unsubscribe(Session session, string channel)
    {
        lock (session.Lock)
        {
            if (session.Subscriptions.TryGetValue(channel, out ClientSubscription? subscription))
            {
                session.Remove(subscription, SessionEnding.Clean);
                JsonLines lines = Session.Scratch;
                lines.PushUnsubscribe(channel, UnsubscribeCode.Server);
                session.Send(lines);
            }
        }
    }

    private static void Refresh(Session session, long expireAt)
    {
        lock (session.Lock)
        {
            if (session.State == SessionState.Connected)
            {
                TimeSpan? expiresAt = expireAt == 0 ? null : session.ToClock(DateTimeOffset.FromUnixTimeSeconds(expireAt));
                session.Timers.SetExpiry(expiresAt);
                JsonLines lines = Session.Scratch;
                lines.PushRefresh(session.Ttl(expiresAt));
                session.Send(lines);
            }
        }
    }
}
