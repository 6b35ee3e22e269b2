using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>
/// How late a thread that only looks at the clock is for what is due at a rate. It has nothing else to do, so this is what the machine
/// adds, and less than this no server on that core can show.
/// </summary>
internal sealed class Pauses(long start, double rate)
{
    private readonly Schedule _schedule = new(start, rate);

    public Histogram Lateness { get; } = new();

    public LatencySlices Slices { get; } = new();

    /// <summary>Looks at the clock for so long, on the thread that calls.</summary>
    public static Pauses Measure(TimeSpan duration, double rate)
    {
        long now = Clock.Now;
        Pauses pauses = new(now, rate);
        for (long end = now + duration.Nanoseconds(); now < end; now = Clock.Now)
        {
            pauses.Look(now);
        }

        return pauses;
    }

    /// <summary>Takes all that is due by now, in nanoseconds of the <see cref="Clock"/>.</summary>
    public void Look(long now)
    {
        while (_schedule.TryTake(now, out long due))
        {
            Lateness.Record(now - due);
            Slices.Record(due - start, now - due);
        }
    }
}
