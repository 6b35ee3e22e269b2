namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// Whether a run measured the server or the tool. With a schedule the tool must have had time to spare and kept to it. Without,
/// the server must have been at its limit: otherwise the rate is that of the tool, or of the waiting between the two, and the
/// processor time of a message is that of some rate nobody asked for. Where the server's process is known that is seen; that the
/// tool is at its limit, too, then changes nothing (the kernel's work for one message is the same at both ends). Where it is not
/// known, the tool must have had time to spare.
/// </summary>
internal static class Verdict
{
    public const double MaxToolBusyOnSchedule = 0.85;
    public const double MaxToolBusyAtSaturation = 0.95;
    public const double MinServerBusyAtSaturation = 0.90;

    public const double MaxLagShare = 0.25;

    // Below this, being late is the granularity of the machine.
    private const long MinLag = Clock.Millisecond;

    /// <summary>Why a figure at a given rate is refused; null: it is not.</summary>
    public static string? OnSchedule(CpuUse use, long lag, long latency) =>
        use.ToolBusy > MaxToolBusyOnSchedule
            ? $"the tool was {use.ToolBusy:P0} busy (at most {MaxToolBusyOnSchedule:P0} with --rate): offer less, or give it --threads and cores"
        : lag > MinLag && lag > latency * MaxLagShare
            ? $"the tool was behind its own schedule: {lag / Clock.Millisecond} ms at p99, of a latency of {latency / Clock.Millisecond} ms{Others(use)}"
        : null;

    /// <summary>Why a figure at saturation is refused; null: it is not.</summary>
    public static string? AtSaturation(CpuUse use, bool serverIsKnown) =>
        serverIsKnown && use.ServerBusy >= MinServerBusyAtSaturation ? null
        : use.ToolBusy >= MaxToolBusyAtSaturation
            ? $"the tool itself was saturated ({use.ToolBusy:P0} busy): give it --threads and cores, or the server fewer"
        : serverIsKnown
            ? $"the server was not saturated ({use.ServerBusy:P0} busy, the tool {use.ToolBusy:P0}): "
                + $"more --connections, --depth or --window, or a --rate{Others(use)}"
        : null;

    private static string Others(CpuUse use) => use.OthersBusy > 0.03 ? $"; other programs took {use.OthersBusy:P0} of the processors" : "";
}
