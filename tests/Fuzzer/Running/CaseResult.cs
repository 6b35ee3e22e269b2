namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>What one run of one case showed. The properties are those of the per-case JSON report.</summary>
public sealed record CaseResult
{
    public required string Agent { get; init; }
    public required string Id { get; init; }

    /// <summary>The case's 1-based number among the 517; 0 for a case that has none.</summary>
    public required int Case { get; init; }
    public required string Description { get; init; }
    public required string Expectation { get; init; }

    public required Behavior Behavior { get; init; }
    public required Behavior BehaviorClose { get; init; }
    public required IReadOnlyList<ExpectedEvents> Expected { get; init; }
    public required ExpectedClose ExpectedClose { get; init; }
    public required IReadOnlyList<CaseEvent> Received { get; init; }
    public required string Result { get; init; }
    public required string ResultClose { get; init; }
    public required int DurationMs { get; init; }
    public required DateTimeOffset Started { get; init; }

    public required bool IsServer { get; init; }
    public required bool ClosedByMe { get; init; }
    public required bool FailedByMe { get; init; }
    public required bool DroppedByMe { get; init; }
    public required bool WasClean { get; init; }
    public string? WasNotCleanReason { get; init; }
    public required bool WasServerConnectionDropTimeout { get; init; }
    public required bool WasOpenHandshakeTimeout { get; init; }
    public required bool WasCloseHandshakeTimeout { get; init; }
    public int? LocalCloseCode { get; init; }
    public string? LocalCloseReason { get; init; }
    public int? RemoteCloseCode { get; init; }
    public string? RemoteCloseReason { get; init; }

    public required string HttpRequest { get; init; }
    public required string HttpResponse { get; init; }

    /// <summary>Octets by the size of the piece they came in: size to count.</summary>
    public required IReadOnlyDictionary<int, int> RxOctetStats { get; init; }

    /// <summary>Frames by opcode: opcode to count.</summary>
    public required IReadOnlyDictionary<int, int> RxFrameStats { get; init; }
    public required IReadOnlyDictionary<int, int> TxOctetStats { get; init; }
    public required IReadOnlyDictionary<int, int> TxFrameStats { get; init; }
    public TrafficStats? TrafficStats { get; init; }
    public required IReadOnlyList<WireLogEntry> WireLog { get; init; }
    public required bool ReportTime { get; init; }
    public required bool ReportCompressionRatio { get; init; }

    /// <summary>The fuzzer's clock had a part in it: a time that the peer or the case has was over.</summary>
    public bool WasTimed => WasOpenHandshakeTimeout || WasCloseHandshakeTimeout || WasServerConnectionDropTimeout
        || WireLog.Any(static entry => entry is WireLogEntry.FailAfterEnded or WireLogEntry.CloseAfterEnded);

    /// <summary>Both verdicts are as good as a conformant peer's.</summary>
    public bool IsGood => Behavior.IsGood() && BehaviorClose.IsGood();
}
