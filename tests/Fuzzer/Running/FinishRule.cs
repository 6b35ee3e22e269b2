using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>When a case has seen all that it waits for, so that the fuzzer begins the closing handshake.</summary>
internal static class FinishRule
{
    /// <summary>The close code to begin with now; null to wait on.</summary>
    public static int? CloseCode(CaseRow row, IReadOnlyList<CaseEvent> received)
    {
        if (row.SuppressClose)
        {
            return null;
        }

        if (row.Accepted.Count == 0)
        {
            return row.ExpectedClose.ClosedByMe && row.Expected.All(expected => expected.Matches(received))
                ? row.ExpectedClose.CloseCodes[0] : null;
        }

        // Outcomes that end otherwise have no say: only those in which the fuzzer closes.
        List<Outcome> closedByMe = [.. row.Accepted.Where(outcome => outcome.Events is not null && outcome.ClosedByMe != false)];
        bool waitsForMore = closedByMe.Exists(outcome => !new ExpectedEvents("OK", outcome.Events!).Matches(received));
        bool nothingToWaitFor = row.Script.Count == 0 && closedByMe.Count == 0;
        return (closedByMe.Count > 0 && !waitsForMore) || nothingToWaitFor ? 1000 : null;
    }
}
