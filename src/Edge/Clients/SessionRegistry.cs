using System.Collections.Concurrent;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>The connected sessions of this edge, by user.</summary>
internal sealed class SessionRegistry
{
    private readonly ConcurrentDictionary<string, HashSet<Session>> _users = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many sessions there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many users have one; anonymous ones together are one.</summary>
    public int UserCount => _users.Count;

    /// <summary>Adds a session; false when its user has as many as may be.</summary>
    public bool TryAdd(Session session, int maxOfUser)
    {
        string user = session.Identity.User;
        while (true)
        {
            HashSet<Session> sessions = _users.GetOrAdd(user, static _ => new HashSet<Session>());
            lock (sessions)
            {
                if (_users.GetValueOrDefault(user) != sessions)
                {
                    continue; // its last session left in this moment
                }

                if (user.Length != 0 && sessions.Count >= maxOfUser)
                {
                    return false;
                }

                sessions.Add(session);
                Interlocked.Increment(ref _count);
                return true;
            }
        }
    }

    public void Remove(Session session)
    {
        string user = session.Identity.User;
        if (!_users.TryGetValue(user, out HashSet<Session>? sessions))
        {
            return;
        }

        lock (sessions)
        {
            if (!sessions.Remove(session))
            {
                return;
            }

            Interlocked.Decrement(ref _count);
            if (sessions.Count == 0)
            {
                _users.TryRemove(new KeyValuePair<string, HashSet<Session>>(user, sessions));
            }
        }
    }

    /// <summary>The sessions of a user, or one of them.</summary>
    public IReadOnlyList<Session> Find(string user, string? client)
    {
        if (!_users.TryGetValue(user, out HashSet<Session>? sessions))
        {
            return [];
        }

        lock (sessions)
        {
            return client is null ? [.. sessions] : [.. sessions.Where(session => session.Identity.Client == client)];
        }
    }
}
