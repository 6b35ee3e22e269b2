using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>What the index says of a case: all that need be kept of a result once its own files are written.</summary>
/// <param name="ReportFile">The name of the case's JSON file; its page is beside it, with the extension html.</param>
/// <param name="Description">Plain text, on one line.</param>
public sealed record CaseSummary(
    string Agent,
    string Id,
    string Description,
    Behavior Behavior,
    Behavior BehaviorClose,
    int DurationMs,
    int? RemoteCloseCode,
    string ReportFile)
{
    public required DateTimeOffset Started { get; init; }

    /// <summary>The duration means something: the case is about time.</summary>
    public required bool ReportTime { get; init; }

    /// <summary>See <see cref="CaseResult.WasTimed"/>.</summary>
    public bool WasTimed { get; init; }

    public double? IncomingCompressionRatio { get; init; }

    public double? OutgoingCompressionRatio { get; init; }

    public string PageFile => Path.ChangeExtension(ReportFile, "html");

    public bool IsGood => Behavior.IsGood() && BehaviorClose.IsGood();
}
