using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Compares a run with the endings that a row accepts.</summary>
internal static class OutcomeVerdict
{
    public static Verdict Of(IReadOnlyList<Outcome> accepted, Observation seen, HttpHead response, bool fuzzerIsServer)
    {
        List<string> reasons = [];
        foreach (Outcome outcome in accepted)
        {
            string? mismatch = Mismatch(outcome, seen, response, fuzzerIsServer);
            if (mismatch is null)
            {
                return new(outcome.Behavior, $"The peer {outcome.Name}.", outcome.Behavior, $"The peer {outcome.Name}.");
            }

            reasons.Add($"Not \"{outcome.Name}\": {mismatch}.");
        }

        string result = string.Join(" ", reasons);
        return new(Behavior.Failed, result, Behavior.Failed, result);
    }

    private static string? Mismatch(Outcome outcome, Observation seen, HttpHead response, bool fuzzerIsServer)
    {
        // A server does not see a status: what counts there is whether the connection was opened.
        if (outcome.Statuses is { } statuses && !fuzzerIsServer)
        {
            bool fits = statuses.Count == 0 ? seen.Status == 0 : statuses.Contains(seen.Status);
            bool opens = statuses.Contains(101);
            if (!fits)
            {
                return seen.Status == 0 ? "there was no HTTP response" : $"the response has status {seen.Status}";
            }

            if (opens && !seen.WasOpen)
            {
                return seen.PeerFault ?? "the connection was never open";
            }
        }

        return HeaderMismatch(outcome, response) ?? CloseMismatch(outcome, seen) ?? outcome.Check?.Invoke(seen);
    }

    private static string? HeaderMismatch(Outcome outcome, HttpHead response)
    {
        foreach ((string name, string? expected) in outcome.Headers)
        {
            string? actual = response.Value(name);
            if (actual is null || (expected is not null && !actual.Equals(expected, StringComparison.OrdinalIgnoreCase)))
            {
                return actual is null ? $"the response has no {name}" : $"{name} is \"{actual}\", not \"{expected}\"";
            }
        }

        return outcome.AbsentHeaders.FirstOrDefault(name => response.Value(name) is not null) is { } unwanted
            ? $"the response has {unwanted}" : null;
    }

    private static string? CloseMismatch(Outcome outcome, Observation seen)
    {
        if (outcome.Events is { } events && !new ExpectedEvents("OK", events).Matches(seen.Received))
        {
            return $"{seen.Received.Count} events were received, not the {events.Count} expected, or others";
        }

        if (outcome.CloseCodes is { } codes && !(seen.ReceivedCloseFrame && codes.Contains(seen.RemoteCloseCode ?? 0)))
        {
            return seen.ReceivedCloseFrame ? $"the close code is {seen.RemoteCloseCode?.ToString() ?? "missing"}" : "there was no close frame";
        }

        if (outcome.WithoutCloseFrame is bool without && without == seen.ReceivedCloseFrame)
        {
            return without ? $"there was a close frame ({seen.RemoteCloseCode?.ToString() ?? "no code"})" : "there was no close frame";
        }

        if (outcome.ClosedByMe is bool byMe && byMe != seen.ClosedByMe)
        {
            return byMe ? "the peer closed first" : "the fuzzer had to close first";
        }

        if (outcome.Clean is bool clean && clean != seen.WasClean)
        {
            return clean ? "the close was not clean" : "the close was clean";
        }

        return outcome.DroppedByMe is bool dropped && dropped != seen.DroppedByMe
            ? dropped ? "the peer dropped TCP" : "the fuzzer had to drop TCP" : null;
    }
}
