namespace Stratus.Realtime.Channels;

/// <summary>The users of a node that needs no other.</summary>
/// <param name="time">The clock.</param>
/// <param name="maxLingering">The most sessions that linger for one user; further ones end at once.</param>
public sealed class InProcessUserDirectory(TimeProvider time, int maxLingering = 64) : IUserDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(LingeringSession Session, long Until)>> _lingering = new(StringComparer.Ordinal);
    private readonly Queue<(string User, long Until)> _ends = new();
    private IUserCommandReceiver? _receiver;

    /// <inheritdoc/>
    public void Start(string edge, IUserCommandReceiver receiver) => _receiver = receiver;

    /// <inheritdoc/>
    public ValueTask LingerAsync(LingeringSession session, TimeSpan grace)
    {
        Linger(session, grace);
        return ValueTask.CompletedTask;
    }

    /// <summary>Offers a session's client id for a time.</summary>
    public void Linger(LingeringSession session, TimeSpan grace)
    {
        long now = time.GetTimestamp();
        long until = now + (long)(grace.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            ForgetEnded(now);
            if (!_lingering.TryGetValue(session.User, out List<(LingeringSession Session, long Until)>? sessions))
            {
                _lingering[session.User] = sessions = [];
            }

            sessions.RemoveAll(entry => entry.Until <= now);
            if (sessions.Count < maxLingering)
            {
                sessions.Add((session, until));
                _ends.Enqueue((session.User, until));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<LingeringSession?> TakeOverAsync(string user, ReadOnlyMemory<byte> connectionInfo)
    {
        long now = time.GetTimestamp();
        LingeringSession? found = null;
        lock (_lock)
        {
            ForgetEnded(now);
            if (_lingering.TryGetValue(user, out List<(LingeringSession Session, long Until)>? sessions))
            {
                int index = sessions.FindIndex(entry =>
                    entry.Until > now && entry.Session.ConnectionInfo.Span.SequenceEqual(connectionInfo.Span));
                if (index >= 0)
                {
                    found = sessions[index].Session;
                    sessions.RemoveAt(index);
                }

                if (sessions.Count == 0)
                {
                    _lingering.Remove(user);
                }
            }
        }

        return new(found);
    }

    /// <summary>Whether any session lingers.</summary>
    public bool HasLingering
    {
        get
        {
            long now = time.GetTimestamp();
            lock (_lock)
            {
                return _lingering.Values.Any(sessions => sessions.Exists(entry => entry.Until > now));
            }
        }
    }

    /// <summary>Takes all sessions that linger, each with how long it would have yet.</summary>
    public (LingeringSession Session, TimeSpan Left)[] TakeAll()
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            ForgetEnded(now);
            (LingeringSession, TimeSpan)[] all = [.. _lingering.Values.SelectMany(static sessions => sessions)
                .Where(entry => entry.Until > now)
                .Select(entry => (entry.Session, time.GetElapsedTime(now, entry.Until)))];
            _lingering.Clear();
            _ends.Clear();
            return all;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> SendAsync(UserCommand command) => new(_receiver?.Receive(command) ?? 0);

    private void ForgetEnded(long now)
    {
        while (_ends.TryPeek(out (string User, long Until) first) && first.Until <= now)
        {
            _ends.Dequeue();
            if (_lingering.TryGetValue(first.User, out List<(LingeringSession Session, long Until)>? sessions)
                && sessions.RemoveAll(entry => entry.Until <= now) != 0 && sessions.Count == 0)
            {
                _lingering.Remove(first.User);
            }
        }
    }
}
