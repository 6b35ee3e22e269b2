using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Both verdicts of a run, with their reasons.</summary>
internal readonly record struct Verdict(Behavior Behavior, string Result, Behavior BehaviorClose, string ResultClose)
{
    /// <param name="events">The verdict on the events so far, from <see cref="OfEvents"/> or from an exchange.</param>
    public static Verdict Of(
        CaseRow row, (Behavior Behavior, string Result) events, ClosingState closing, bool wasOpen, bool fuzzerIsServer)
    {
        (Behavior behavior, string result) = events;
        if (!wasOpen)
        {
            string reason = $"The opening handshake never finished{(closing.PeerFault is { } fault ? ": " + fault.TrimEnd('.') : "")}.";
            return new(Behavior.Failed, reason, Behavior.Failed, reason);
        }

        (Behavior close, string resultClose) = OfClose(row.ExpectedClose, closing, fuzzerIsServer);
        if (row.ReportOnly)
        {
            return new(Behavior.Informational, $"Reported, not judged. {result}", Behavior.Informational, resultClose);
        }

        if (row.ExpectedClose.ClosedByWrongEndpointIsFatal && row.ExpectedClose.ClosedByMe != closing.ClosedByMe)
        {
            (behavior, result) = (Behavior.Failed, "The peer did not notice what it had to fail the connection for.");
        }

        if (row.WrongCodeIsFatal && close == Behavior.WrongCode)
        {
            (behavior, result) = (Behavior.Failed, resultClose);
        }

        return new(behavior, result, close, resultClose);
    }

    public static (Behavior Behavior, string Result) OfEvents(CaseRow row, IReadOnlyList<CaseEvent> received)
    {
        foreach (ExpectedEvents expected in row.Expected)
        {
            if (expected.Matches(received))
            {
                return expected.Strictness == "OK"
                    ? (Behavior.Ok, "What was received is what is expected.")
                    : (Behavior.NonStrict, $"What was received is accepted, but {expected.Strictness}.");
            }
        }

        return (Behavior.Failed, "What was received is not what is expected.");
    }

    private static (Behavior Behavior, string Result) OfClose(ExpectedClose expected, ClosingState closing, bool fuzzerIsServer)
    {
        if (expected.ClosedByMe != closing.ClosedByMe)
        {
            return (Behavior.Failed, expected.ClosedByMe ? "The peer closed, where the fuzzer was to." : "The fuzzer closed, where the peer was to.");
        }

        if (expected.RequireClean && !closing.WasClean(fuzzerIsServer))
        {
            return (Behavior.Unclean, $"The close had to be clean, and was not: {closing.WasNotCleanReason ?? "unknown"}.");
        }

        if (closing.RemoteCloseCode is int code && !expected.CloseCodes.Contains(code))
        {
            return (Behavior.WrongCode, $"The close code is {code}, where {string.Join(" or ", expected.CloseCodes.Distinct())} or none belongs.");
        }

        return !fuzzerIsServer && closing.DroppedByMe
            ? (Behavior.FailedByClient, "The fuzzer had to drop TCP, which is the server's to do.")
            : (Behavior.Ok, "The connection was closed properly.");
    }
}
