using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Clients;

// Who is present is what channels know (MemberTable); here is when they are told. A session that was lost stays present for
// the grace time and offers its client id to the next one of the same user. If that comes, its records have higher versions,
// and the leave that is sent here at the end of the grace time says nothing new where it has subscribed again.

/// <summary>Tells channels which sessions come and go.</summary>
internal sealed class SessionMembers : IDisposable
{
    private readonly ChannelHub _hub;
    private readonly IUserDirectory _users;
    private readonly EdgeClock _clock;
    private readonly TimeSpan _grace;
    private readonly Lock _lock = new();
    private readonly Queue<(TimeSpan At, string Channel, MemberRecord Record)> _leaves = new();
    private readonly ITimer _timer;
    private bool _isTimerSet;

    public SessionMembers(ChannelHub hub, IUserDirectory users, EdgeClock clock, IOptions<ClientTimeOptions> times)
    {
        _hub = hub;
        _users = users;
        _clock = clock;
        _grace = times.Value.PresenceGrace;
        _timer = clock.Time.CreateTimer(static members => ((SessionMembers)members!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A subscription has begun.</summary>
    public void Enter(ClientSubscription subscription)
    {
        if (subscription.Subscription.Rules.Presence)
        {
            _hub.SetMember(subscription.Subscription.Name, subscription.Member(isPresent: true));
        }
    }

    /// <summary>A subscription has ended; the session goes on, or its end is told to <see cref="LeaveAll"/>.</summary>
    public void Leave(Session session, ClientSubscription subscription, SessionEnding ending)
    {
        if (!subscription.Subscription.Rules.Presence || subscription.Outcome is null)
        {
            return;
        }

        MemberRecord record = subscription.Member(isPresent: false);
        if (ending == SessionEnding.Clean || _grace == TimeSpan.Zero || session.Identity.User.Length == 0)
        {
            _hub.SetMember(subscription.Subscription.Name, record);
            return;
        }

        lock (_lock)
        {
            _leaves.Enqueue((_clock.Now + _grace, subscription.Subscription.Name, record));
            SetTimer();
        }
    }

    /// <summary>A session has ended.</summary>
    public void LeaveAll(Session session, IReadOnlyList<ClientSubscription> subscriptions, SessionEnding ending)
    {
        ClientIdentity identity = session.Identity;
        foreach (ClientSubscription subscription in subscriptions)
        {
            Leave(session, subscription, ending);
        }

        if (ending == SessionEnding.Lost && _grace != TimeSpan.Zero && identity.User.Length != 0
            && subscriptions.Any(static s => s.Subscription.Rules.Presence))
        {
            _ = LingerAsync(identity);
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task LingerAsync(ClientIdentity identity)
    {
        try
        {
            await _users.LingerAsync(new LingeringSession(identity.User, identity.Client, identity.Generation, identity.Info), _grace);
        }
        catch (GatewayUnavailableException)
        {
            // Then it does not linger: others see it leave and join again.
        }
    }

    private void OnTimer()
    {
        List<(string Channel, MemberRecord Record)> due = [];
        lock (_lock)
        {
            _isTimerSet = false;
            while (_leaves.TryPeek(out (TimeSpan At, string Channel, MemberRecord Record) first) && first.At <= _clock.Now)
            {
                _leaves.Dequeue();
                due.Add((first.Channel, first.Record));
            }

            SetTimer();
        }

        foreach ((string channel, MemberRecord record) in due)
        {
            _hub.SetMember(channel, record);
        }
    }

    private void SetTimer()
    {
        if (!_isTimerSet && _leaves.TryPeek(out (TimeSpan At, string Channel, MemberRecord Record) first))
        {
            _isTimerSet = true;
            TimeSpan wait = first.At - _clock.Now;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
