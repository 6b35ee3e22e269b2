namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// Whether a run measured the server or the tool. With a schedule the tool must have kept to it: it sends and reads on one thread,
/// so it reads as late as it sends, and its own lateness is part of every latency. How busy it was says nothing, because it spins
/// when something is due in a moment. Without a schedule,
/// the server must have been at its limit: otherwise the rate is that of the tool, or of the waiting between the two, and the
/// processor time of a message is that of some rate nobody asked for. Where the server's process is known that is seen; that the
/// tool is at its limit, too, then changes nothing (the kernel's work for one message is the same at both ends). Where it is not
/// known, the tool must have had time to spare.
/// </summary>
internal static class Verdict
{
    public const double MaxToolBusyAtSaturation = 0.95;
    public const double MinServerBusyAtSaturation = 0.90;

    public const double MaxLagShare = 0.25;

    // Below this, being late is the granularity of the machine.
    private const long MinLag = 20 * Clock.Microsecond;

    /// <summary>Why a figure at a given rate is refused; null: it is not.</summary>
    public static string? OnSchedule(CpuUse use, Histogram lag, Histogram latency) => OnSchedule(use, lag, latency, 0.5) ?? OnSchedule(use, lag, latency, 0.99);

    /// <summary>Why a figure at saturation is refused; null: it is not.</summary>
    public static string? AtSaturation(CpuUse use, bool serverIsKnown) =>
        serverIsKnown && use.ServerBusy >= MinServerBusyAtSaturation ? null
        : use.ToolBusy >= MaxToolBusyAtSaturation
            ? $"the tool itself was saturated ({use.ToolBusy:P0} busy): give it --threads and cores, or the server fewer"
        : serverIsKnown
            ? $"the server was not saturated ({use.ServerBusy:P0} busy, the tool {use.ToolBusy:P0}): "
                + $"more --connections, --depth or --window, or a --rate{Others(use)}"
        : null;

    private static string? OnSchedule(CpuUse use, Histogram lags, Histogram latencies, double share)
    {
        long lag = lags.Percentile(share);
        long latency = latencies.Percentile(share);
        return lag > MinLag && lag > latency * MaxLagShare
            ? $"the tool was behind its own schedule: {lag / Clock.Microsecond} us at p{share * 100:F0}, of a latency of {latency / Clock.Microsecond} us{Others(use)}: "
                + "offer less, or give it --threads and cores"
            : null;
    }

    private static string Others(CpuUse use) => use.OthersBusy > 0.03 ? $"; other programs took {use.OthersBusy:P0} of the processors" : "";
}
