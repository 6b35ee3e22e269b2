using System.Text;
using System.Text.Json;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Conformance.Verdicts;

/// <summary>
/// expected-results.json: both verdicts of every case for our engine in each role. STRATUS_UPDATE_DOCS=1 has the runs in memory
/// write it, and a change shows as a diff.
/// </summary>
internal static class ExpectedResults
{
    /// <summary>A run of the whole catalogue: no case may be missing, none may be new, and no verdict may differ.</summary>
    /// <param name="log">More to say where something differs.</param>
    public static void AssertWhole(WebSocketRole role, IReadOnlyCollection<CaseVerdict> seen, Func<string>? log = null)
    {
        Dictionary<string, CaseVerdict> expected = Load(role);
        IEnumerable<string> missing = expected.Keys.Except(seen.Select(one => one.Id)).Select(id => $"{id}: did not run");
        AssertNone([.. missing, .. Differences(expected, seen)], seen.Count, log);
    }

    /// <summary>A run of some cases: of those that ran, each must be known and no verdict may differ.</summary>
    public static void AssertSubset(WebSocketRole role, IReadOnlyCollection<CaseVerdict> seen) =>
        AssertNone([.. Differences(Load(role), seen)], seen.Count, null);

    /// <summary>Those whose verdicts are not the expected ones.</summary>
    public static IEnumerable<CaseVerdict> Differing(WebSocketRole role, IEnumerable<CaseVerdict> seen)
    {
        Dictionary<string, CaseVerdict> expected = Load(role);
        return seen.Where(one => Differences(expected, [one]).Any());
    }

    /// <summary>Takes over what was seen, where STRATUS_UPDATE_DOCS=1 asks for it.</summary>
    public static void UpdateIfAsked(WebSocketRole role, IReadOnlyCollection<CaseVerdict> seen)
    {
        if (Environment.GetEnvironmentVariable("STRATUS_UPDATE_DOCS") != "1")
        {
            return;
        }

        StringBuilder json = new("{\n");
        foreach (WebSocketRole one in (WebSocketRole[])[WebSocketRole.Server, WebSocketRole.Client])
        {
            IEnumerable<CaseVerdict> verdicts = one == role ? seen : Load(one).Values;
            json.Append($"  \"{Section(one)}\": {{\n")
                .AppendJoin(",\n", verdicts.Select(row => $"    \"{row.Id}\": [\"{row.Behavior}\", \"{row.BehaviorClose}\"]"))
                .Append(one == WebSocketRole.Server ? "\n  },\n" : "\n  }\n");
        }

        // Tests of other classes may be reading it.
        File.WriteAllText(FullPath() + ".new", json.Append("}\n").ToString());
        File.Move(FullPath() + ".new", FullPath(), overwrite: true);
    }

    private static IEnumerable<string> Differences(Dictionary<string, CaseVerdict> expected, IEnumerable<CaseVerdict> seen)
    {
        HashSet<string> ids = [];
        foreach (CaseVerdict one in seen)
        {
            if (!ids.Add(one.Id))
            {
                yield return $"{one.Id}: ran twice";
            }
            else if (!expected.TryGetValue(one.Id, out CaseVerdict known))
            {
                yield return $"{one.Id}: {one.Behavior}/{one.BehaviorClose}, but not in the list";
            }
            else if ((one.Behavior, one.BehaviorClose) != (known.Behavior, known.BehaviorClose))
            {
                yield return $"{one.Id}: {one.Behavior}/{one.BehaviorClose}, expected {known.Behavior}/{known.BehaviorClose}. {one.Why}";
            }
        }
    }

    private static void AssertNone(string[] differences, int count, Func<string>? log)
    {
        Assert.NotEqual(0, count);
        if (differences.Length > 0)
        {
            Assert.Fail($"{differences.Length} differences in {count} verdicts:\n{string.Join('\n', differences)}\n{log?.Invoke()}");
        }
    }

    private static Dictionary<string, CaseVerdict> Load(WebSocketRole role)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(FullPath()));
        return document.RootElement.GetProperty(Section(role)).EnumerateObject().ToDictionary(
            row => row.Name, row => new CaseVerdict(row.Name, row.Value[0].GetString()!, row.Value[1].GetString()!));
    }

    private static string Section(WebSocketRole role) => role == WebSocketRole.Server ? "server" : "client";

    private static string FullPath() => Path.Combine(Repository.Root(), "tests", "Conformance", "expected-results.json");
}
