namespace Stratus.Realtime.Load.Running;

/// <summary>How a run is made, whatever it measures.</summary>
internal sealed record RunOptions
{
    public required TimeSpan Duration { get; init; }

    public required TimeSpan Warmup { get; init; }

    /// <summary>How long to wait at the end while nothing arrives of what is under way.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How many connections are made first, for the server's memory to be looked at in between.</summary>
    public int? FirstConnections { get; init; }

    /// <summary>The server collects its heap each time before its memory is looked at.</summary>
    public bool Collects { get; init; }

    /// <summary>Event loops, each on a thread of its own.</summary>
    public required int Threads { get; init; }

    /// <summary>Source addresses; null: as many as the connections need.</summary>
    public int? Sources { get; init; }
}
