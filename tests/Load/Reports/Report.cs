using Stratus.Realtime.Load.CommandLine;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Reports;

/// <summary>The figures of a run, worked out once for both ways of writing them.</summary>
internal sealed record Report(RunPlan Plan, Measurement Measurement)
{
    public Tally Tally => Measurement.Tally;

    public bool IsIdle => Plan.Mode == "idle";

    public string PayloadName => Plan.Payload switch
    {
        PayloadKind.Binary => "binary",
        PayloadKind.Mixed => "mixed text",
        PayloadKind.Json => "text like JSON",
        _ => "text",
    };

    public double MessagesPerSecond => Tally.DeliveredInWindow / Measurement.Window.Seconds;

    public double PublicationsPerSecond => Tally.PublishedInWindow / Measurement.Window.Seconds;

    /// <summary>The server's processor time for each delivered message.</summary>
    public double? UserMicroseconds => PerMessage(Measurement.Cpu?.ServerUserPerSecond);

    public double? SystemMicroseconds => PerMessage(Measurement.Cpu?.ServerSystemPerSecond);

    public double? CpuMicroseconds => UserMicroseconds + SystemMicroseconds;

    /// <summary>What the server sends for each message, headers of frames and all.</summary>
    public double? ReceivedOctetsPerMessage => IsIdle || Tally.DeliveredInWindow == 0 ? null
        : (double)Tally.ReceivedOctetsInWindow / Tally.DeliveredInWindow;

    /// <summary>How connecting went, where that is measured.</summary>
    public Opening? Opening => IsIdle ? Measurement.Opening : null;

    /// <summary>The server's memory for each connection, over what it took without any.</summary>
    public double? OctetsPerConnection => Plan.Server is null || !IsIdle ? null
        : (double)(Measurement.Memory.AtEnd - Measurement.Memory.Empty) / Plan.Connections;

    /// <summary>The same for each connection after the first ones: without what the server takes once.</summary>
    public double? OctetsPerFurtherConnection => Plan.Server is null || Measurement.Memory.FirstConnections == 0 ? null
        : (double)(Measurement.Memory.AtEnd - Measurement.Memory.First) / (Plan.Connections - Measurement.Memory.FirstConnections);

    /// <summary>Why the figures are not to be used; null: they may be.</summary>
    public string? Refusal => Measurement.Cpu is not { } cpu ? "nothing was measured"
        : IsIdle ? null
        : Tally.Latency.Count == 0 ? "no message of the measured part arrived"
        : Plan.Rate is null ? Verdict.AtSaturation(cpu, Plan.Server is not null)
        : Verdict.OnSchedule(cpu, Tally.Lag, Tally.Latency);

    private double? PerMessage(double? secondsPerSecond) =>
        Plan.Server is null || IsIdle || Tally.DeliveredInWindow == 0 ? null : secondsPerSecond * 1e6 / MessagesPerSecond;
}
