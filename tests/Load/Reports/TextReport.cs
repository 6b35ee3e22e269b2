using System.Globalization;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Running;

namespace Stratus.Realtime.Load.Reports;

/// <summary>A few lines for people.</summary>
internal static class TextReport
{
    private const long SliceMilliseconds = LatencySlices.Slice / Clock.Millisecond;

    public static void Write(Report report, TextWriter output)
    {
        List<FormattableString> lines = [.. Head(report), .. report.IsIdle || report.Measurement.Cpu is null ? [] : Messages(report), .. Processes(report), .. Faults(report)];
        if (report.Refusal is { } refusal)
        {
            lines.Add($"REFUSED: {refusal}");
        }

        lines.ForEach(line => output.WriteLine(line.ToString(CultureInfo.InvariantCulture)));
    }

    public static string Write(Pauses pauses) => string.Create(CultureInfo.InvariantCulture,
        $"the machine alone: {Percentiles(pauses.Lateness)}; p99 of the middle slice of {SliceMilliseconds} ms {Us(pauses.Slices.MiddlePercentile(0.99))}");

    private static IEnumerable<FormattableString> Head(Report report)
    {
        double seconds = report.Plan.Run.Duration.TotalSeconds;
        yield return report.Plan.Mode switch
        {
            "echo" => $"echo: {report.Plan.Connections} connections, {Load(report)}, {report.Plan.SizeOctets} octets {report.PayloadName}{Deflate(report)}, {seconds:0.#} s",
            "fanout" => $"fanout ({report.Plan.DialectName}): {report.Plan.Fanout!.Publishers} publishers, {report.Plan.Fanout.Channels} channels, {report.Plan.Fanout.Subscribers} subscribers, {Load(report)}, {report.Plan.SizeOctets} octets, {seconds:0.#} s",
            _ => $"idle ({report.Plan.DialectName}): {report.Measurement.Ready} connections, {seconds:0.#} s",
        };
        if (report.Plan.Fanout is { Stalled: > 0 and int stalled })
        {
            yield return $"  {stalled} subscribers stopped reading; the server dropped {report.Tally.StalledDropped} of them";
        }
    }

    private static string Deflate(Report report) => report.Plan.Deflate is not { } deflate ? ""
        : string.Create(CultureInfo.InvariantCulture, $", deflated ({deflate.WindowBits} bits, {(deflate.Takeover ? "with" : "without")} takeover)");

    private static string Load(Report report) =>
        report.Plan.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate} messages/s offered")
        : report.Plan.Fanout is { } fanout ? string.Create(CultureInfo.InvariantCulture, $"window {fanout.Window}")
        : string.Create(CultureInfo.InvariantCulture, $"depth {report.Plan.Depth}");

    private static IEnumerable<FormattableString> Messages(Report report)
    {
        Histogram latency = report.Tally.Latency;
        yield return report.Plan.Fanout is null
            ? $"  {report.MessagesPerSecond:0} messages/s"
            : (FormattableString)$"  {report.MessagesPerSecond:0} deliveries/s of {report.PublicationsPerSecond:0} publications/s";
        yield return $"  {Percentiles(latency)}";
        if (report.Plan.Deflate is not null)
        {
            yield return $"  the server sends {report.ReceivedOctetsPerMessage:0} octets a message";
        }

        if (report.Plan.Rate is not null)
        {
            yield return $"  p99 of the middle slice of {SliceMilliseconds} ms: {Us(report.Tally.Slices.MiddlePercentile(0.99))} us";
            yield return $"  behind the schedule in us: p50 {Us(report.Tally.Lag.Percentile(0.5))}, p99 {Us(report.Tally.Lag.Percentile(0.99))}, max {Us(report.Tally.Lag.Max)}";
        }
    }

    private static IEnumerable<FormattableString> Processes(Report report)
    {
        if (report.Opening is { } opening)
        {
            yield return $"  connecting: {opening.PerSecond:0} connections/s, tool {opening.Cpu.ToolBusy:P0} busy{(report.Plan.Server is null ? "" : string.Create(CultureInfo.InvariantCulture, $", server {opening.Cpu.ServerBusy:P0}: {opening.ServerMicroseconds:0.#} us each"))}";
        }

        if (report.Measurement.Cpu is { } cpu)
        {
            yield return $"  tool {cpu.ToolBusy:P0} busy, other programs {cpu.OthersBusy:P0}";
            if (report.CpuMicroseconds is { } microseconds)
            {
                yield return $"  server {cpu.ServerBusy:P0} busy: {microseconds:0.###} us a message ({report.UserMicroseconds:0.###} user, {report.SystemMicroseconds:0.###} system)";
            }
        }

        if (report is { IsIdle: true, Plan.Server: not null, Measurement.Cpu: { } idle })
        {
            yield return $"  server {idle.ServerBusy:P2} busy";
        }

        if (report.Plan is { Server: null, Rate: null } && !report.IsIdle)
        {
            yield return $"  without --pid nobody knows whether the server was saturated";
        }

        if (report.Plan.Server is not null)
        {
            Memory memory = report.Measurement.Memory;
            yield return $"  server memory: {Kb(memory.Empty)} KB empty, {Kb(memory.AtEnd)} KB at the end, {Kb(memory.Peak)} KB peak";
        }

        if (report.OctetsPerConnection is { } octets)
        {
            yield return $"  memory of a connection: {octets / 1024:0.00} KB";
        }

        if (report.OctetsPerFurtherConnection is { } further)
        {
            yield return $"  memory of a connection after the first {report.Measurement.Memory.FirstConnections}: {further / 1024:0.00} KB";
        }
    }

    private static IEnumerable<FormattableString> Faults(Report report)
    {
        FaultCounts faults = report.Tally.Faults;
        yield return $"  delivered {report.Tally.Delivered}, lost {report.Measurement.Lost}, doubled {faults.Doubled}, out of order {faults.OutOfOrder}, misrouted {faults.Misrouted}, damaged {faults.Damaged}, stalls {faults.Stalls}, connections that failed {faults.Connections}";
        if (faults.First is { } first)
        {
            yield return $"  first fault: {first}";
        }
    }

    private static string Percentiles(Histogram latency) =>
        $"latency in us: p50 {Us(latency.Percentile(0.5))}, p90 {Us(latency.Percentile(0.9))}, p99 {Us(latency.Percentile(0.99))}, p99.9 {Us(latency.Percentile(0.999))}, max {Us(latency.Max)}";

    private static string Us(long nanoseconds) => (nanoseconds / 1000.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Kb(long octets) => (octets / 1024).ToString(CultureInfo.InvariantCulture);
}
