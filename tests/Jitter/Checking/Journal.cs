namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What one client was told about one channel, in order, over all its connections.</summary>
internal sealed class Journal(string client, string channel)
{
    private readonly Lock _lock = new();
    private readonly List<Observation> _observations = [];
    private bool _isLive;

    public string Client => client;

    public string Channel => channel;

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<Observation> Observations
    {
        get
        {
            lock (_lock)
            {
                return [.. _observations];
            }
        }
    }

    /// <summary>Where the client believes to be; null before its first subscription.</summary>
    public StreamPosition? Position { get; private set; }

    /// <summary>Adds what came, and moves as the public SDK does.</summary>
    public void Add(Observation observation)
    {
        lock (_lock)
        {
            _observations.Add(observation);
            switch (observation)
            {
                case Observation.Subscribed begun:
                    (Position, _isLive) = (begun.At, true);
                    break;
                case Observation.Recovered recovered:
                    (Position, _isLive) = (recovered.At, true);
                    break;
                case Observation.NotRecovered lost:
                    (Position, _isLive) = (lost.At, true);
                    break;
                case Observation.PositionLost:
                    _isLive = false;
                    break;
                case Observation.Seen seen when Position is { } position:
                    Position = position with { Offset = seen.Offset };
                    break;
            }
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _isLive = false;
        }
    }

    /// <summary>True when it is subscribed, and there.</summary>
    public bool IsAt(StreamPosition top)
    {
        lock (_lock)
        {
            return _isLive && Position == top;
        }
    }

    /// <summary>True when it is subscribed.</summary>
    public bool IsLive
    {
        get
        {
            lock (_lock)
            {
                return _isLive;
            }
        }
    }
}
