using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>
/// Over sockets the fuzzer waits by the machine's clock, mostly for half a second or one. A machine that stops for so long stops the
/// peer, too, and what was due comes late. So cases whose verdict is not the expected one, and in which a time was over, run again, each
/// alone; that verdict counts. A peer that really says nothing says nothing again, and InMemoryTests hold it to the times exactly.
/// </summary>
internal static class SecondLook
{
    // As many as two stops can strike.
    private const int Most = 64;

    /// <summary>Runs those again that may only have been late.</summary>
    /// <param name="role">The role of the engine.</param>
    /// <param name="seen">What the first run found.</param>
    /// <param name="runAlone">Runs the cases with these ids, one after the other.</param>
    /// <param name="output">Is told which.</param>
    /// <returns>What counts.</returns>
    public static async Task<CaseVerdict[]> TakeAsync(
        WebSocketRole role, CaseVerdict[] seen, Func<IReadOnlySet<string>, Task<IEnumerable<CaseVerdict>>> runAlone, ITestOutputHelper output)
    {
        HashSet<string> late = [.. ExpectedResults.Differing(role, seen).Where(static one => one.WasTimed).Select(static one => one.Id)];
        if (late.Count is 0 or > Most)
        {
            return seen;
        }

        output.WriteLine($"late, and run again alone: {string.Join(", ", late.Order(StringComparer.Ordinal))}");
        return [.. seen.Where(one => !late.Contains(one.Id)), .. await runAlone(late)];
    }
}
