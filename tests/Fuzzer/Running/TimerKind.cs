namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Everything that a run waits for by the clock. Of two that are due together the first goes first.</summary>
internal enum TimerKind
{
    OpeningHandshake,
    OpeningPiece,
    ServerDrop,
    ClosingHandshake,
    Step,
    CloseAfter,
    FailAfter,
    Guard,
}
