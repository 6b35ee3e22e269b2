using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>All that a run has seen, made into its verdicts and its result once it has ended.</summary>
internal sealed class RunReport(CaseRow row, CaseRunOptions options)
{
    public required OpeningHandshake Opening { get; init; }
    public required ClosingState Closing { get; init; }
    public required WireLog Log { get; init; }
    public required IReadOnlyList<CaseEvent> Received { get; init; }

    /// <summary>The row asks for compression, and the peer did not agree on any.</summary>
    public required bool Unimplemented { get; init; }
    public required ExchangeRun? Exchange { get; init; }
    public required TrafficStats? Traffic { get; init; }
    public required TimeSpan Duration { get; init; }

    public CaseResult Make()
    {
        Verdict verdict = MakeVerdict();
        CaseText text = row.Text;
        bool wasClean = Closing.WasClean(options.IsServer);
        return new CaseResult
        {
            Agent = options.Agent ?? Opening.ResponseHead.Value("Server") ?? "UnknownServer",
            Id = row.Id,
            Case = row.Index,
            Description = text.Description,
            Expectation = text.Expectation,
            Behavior = verdict.Behavior,
            BehaviorClose = verdict.BehaviorClose,
            Expected = ExpectedLists(),
            ExpectedClose = row.ExpectedClose,
            Received = Received,
            Result = verdict.Result,
            ResultClose = verdict.ResultClose,
            DurationMs = (int)Duration.TotalMilliseconds,
            Started = options.Started,
            IsServer = options.IsServer,
            ClosedByMe = Closing.ClosedByMe,
            FailedByMe = Closing.FailedByMe,
            DroppedByMe = Closing.DroppedByMe,
            WasClean = wasClean,
            WasNotCleanReason = wasClean ? null : Closing.WasNotCleanReason,
            WasServerConnectionDropTimeout = Closing.WasServerConnectionDropTimeout,
            WasOpenHandshakeTimeout = Closing.WasOpenHandshakeTimeout,
            WasCloseHandshakeTimeout = Closing.WasCloseHandshakeTimeout,
            LocalCloseCode = Closing.LocalCloseCode,
            LocalCloseReason = Closing.LocalCloseReason,
            RemoteCloseCode = Closing.RemoteCloseCode,
            RemoteCloseReason = Closing.RemoteCloseReason,
            HttpRequest = Opening.Request,
            HttpResponse = Opening.Response,
            RxOctetStats = Log.RxOctets,
            RxFrameStats = Log.RxFrames,
            TxOctetStats = Log.TxOctets,
            TxFrameStats = Log.TxFrames,
            TrafficStats = row.Compression.Count > 0 ? Traffic : null,
            WireLog = Log.Entries,
            ReportTime = row.Exchange is not null,
            ReportCompressionRatio = row.Exchange is not null && row.Compression.Count > 0,
        };
    }

    private Verdict MakeVerdict()
    {
        if (row.Accepted.Count > 0 && !Unimplemented)
        {
            return OutcomeVerdict.Of(row.Accepted, Observe(), Opening.ResponseHead, options.IsServer);
        }

        (Behavior, string) events = Unimplemented ? (Behavior.Unimplemented, "The peer did not negotiate permessage-deflate.")
            : Exchange is null ? Verdict.OfEvents(row, Received)
            // A fault after the last echo, as in the close frame, is a matter of the closing.
            : Exchange.Passed ? (Behavior.Ok, Exchange.Result)
            : Closing.PeerFault is { } fault ? (Behavior.Failed, $"The peer broke a rule: {fault.TrimEnd('.')}.")
            : (Behavior.Failed, Exchange.Result);
        return Verdict.Of(row, events, Closing, Opening.IsOpen, options.IsServer);
    }

    private List<ExpectedEvents> ExpectedLists() => row.Accepted.Count == 0
        ? [.. row.Expected]
        : [.. row.Accepted.Where(outcome => outcome.Events is not null)
            .Select(outcome => new ExpectedEvents(outcome.Behavior.ToText(), outcome.Events!))];

    private Observation Observe() => new()
    {
        Status = Opening.ResponseHead.Status,
        ResponseHeaders = Opening.ResponseHead.Headers,
        Received = Received,
        WasOpen = Opening.IsOpen,
        ReceivedCloseFrame = Closing.SawClose,
        RemoteCloseCode = Closing.RemoteCloseCode,
        RemoteCloseReason = Closing.RemoteCloseReason,
        ClosedByMe = Closing.ClosedByMe,
        DroppedByMe = Closing.DroppedByMe && !options.IsServer,
        WasClean = Closing.WasClean(options.IsServer),
        PeerFault = Closing.PeerFault,
        FramesReceived = Log.RxFrames,
        Duration = Duration,
    };
}
