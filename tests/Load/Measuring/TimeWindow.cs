namespace Stratus.Realtime.Load.Measuring;

/// <summary>The measured part of a run, in nanoseconds of the <see cref="Clock"/>.</summary>
internal sealed record TimeWindow(long From, long Until)
{
    public bool Contains(long time) => time >= From && time < Until;

    public double Seconds => (double)(Until - From) / Clock.Second;
}
