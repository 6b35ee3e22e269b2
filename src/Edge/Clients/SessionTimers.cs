using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>When a session has to do something by itself. Times are of the edge's clock.</summary>
internal sealed class SessionTimers(ClientTimeOptions times, TimeSpan now)
{
    private TimeSpan _connectBy = now + times.Connect;
    private TimeSpan _pingAt = TimeSpan.MaxValue;
    private TimeSpan _pongBy = TimeSpan.MaxValue;
    private TimeSpan _expireAt = TimeSpan.MaxValue;

    /// <summary>When the first subscription expires; <see cref="TimeSpan.MaxValue"/> for none.</summary>
    public TimeSpan SubscriptionsAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>The earliest of all.</summary>
    public TimeSpan Next
    {
        get
        {
            TimeSpan next = _connectBy;
            next = _pingAt < next ? _pingAt : next;
            next = _pongBy < next ? _pongBy : next;
            next = _expireAt < next ? _expireAt : next;
            return SubscriptionsAt < next ? SubscriptionsAt : next;
        }
    }

    /// <summary>The client is connected. Its first ping comes earlier than the others, at random: clients that came together are not pinged together.</summary>
    public void Connected(TimeSpan at, TimeSpan? expiresAt)
    {
        _connectBy = TimeSpan.MaxValue;
        _pingAt = at + (times.PingInterval * (0.5 + (Random.Shared.NextDouble() / 2)));
        SetExpiry(expiresAt);
    }

    /// <summary>The session expires then, and is ended when it was not refreshed for the grace time; null for never.</summary>
    public void SetExpiry(TimeSpan? expiresAt) => _expireAt = expiresAt is { } at ? at + times.RefreshGrace : TimeSpan.MaxValue;

    public bool IsStale(TimeSpan at) => at >= _connectBy;

    public bool IsPongMissing(TimeSpan at) => at >= _pongBy;

    public bool IsExpired(TimeSpan at) => at >= _expireAt;

    /// <summary>True when a ping is due; it is then taken for sent.</summary>
    public bool TakePing(TimeSpan at)
    {
        if (at < _pingAt)
        {
            return false;
        }

        _pingAt = at + times.PingInterval;
        if (_pongBy == TimeSpan.MaxValue)
        {
            _pongBy = at + times.PongTimeout;
        }

        return true;
    }

    /// <summary>A pong has come; false when there was no ping.</summary>
    public bool TakePong()
    {
        bool isExpected = _pongBy != TimeSpan.MaxValue;
        _pongBy = TimeSpan.MaxValue;
        return isExpected;
    }

    public void Stop()
    {
        _connectBy = _pingAt = _pongBy = _expireAt = TimeSpan.MaxValue;
        SubscriptionsAt = TimeSpan.MaxValue;
    }
}
