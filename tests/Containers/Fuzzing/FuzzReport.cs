using System.Text.Json;

namespace Stratus.Realtime.Containers.Fuzzing;

/// <summary>An <c>index.json</c> as Autobahn writes it: agent, case, verdicts.</summary>
/// <param name="Cases">How many cases ran.</param>
/// <param name="Ok">How many of them are OK, in behaviour and in closing.</param>
/// <param name="Informational">How many are INFORMATIONAL, in both.</param>
/// <param name="Others">All others, each with its verdicts.</param>
internal sealed record FuzzReport(int Cases, int Ok, int Informational, IReadOnlyList<string> Others)
{
    public static FuzzReport Parse(ReadOnlyMemory<byte> index)
    {
        using JsonDocument document = JsonDocument.Parse(index);
        (string Name, string Behavior, string Closing)[] cases =
        [
            .. from agent in document.RootElement.EnumerateObject()
               from run in agent.Value.EnumerateObject()
               select (run.Name, run.Value.GetProperty("behavior").GetString()!, run.Value.GetProperty("behaviorClose").GetString()!),
        ];
        return new FuzzReport(
            cases.Length,
            cases.Count(static run => Both(run, "OK")),
            cases.Count(static run => Both(run, "INFORMATIONAL")),
            [.. cases.Where(static run => !Both(run, "OK") && !Both(run, "INFORMATIONAL")).Select(static run => $"{run.Name}: {run.Behavior}, closing {run.Closing}")]);
    }

    public override string ToString() => $"{Cases} cases: {Ok} OK, {Informational} INFORMATIONAL{string.Concat(Others.Select(static other => "\n  " + other))}";

    private static bool Both((string, string Behavior, string Closing) run, string verdict) => run.Behavior == verdict && run.Closing == verdict;
}
