using System.Text.Json;
using System.Text.Json.Nodes;
using Stratus.Realtime.Fuzzer.Running;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Conformance.Verdicts;

/// <summary>The committed verdicts: every case that is not OK in both, everything else being OK.</summary>
internal static class ExpectedResults
{
    private static readonly Lazy<Dictionary<string, (string Behavior, string BehaviorClose)>> Known = new(Load);

    /// <summary>Fails with the list of the cases whose verdicts differ from the committed ones.</summary>
    public static void AssertAsExpected(IEnumerable<CaseResult> results)
    {
        List<string> differences = [];
        int count = 0;
        foreach (CaseResult result in results)
        {
            count++;
            (string behavior, string behaviorClose) = Known.Value.GetValueOrDefault(result.Id, ("OK", "OK"));
            if (result.Behavior.ToText() != behavior || result.BehaviorClose.ToText() != behaviorClose)
            {
                differences.Add($"{result.Id}: {result.Behavior.ToText()}/{result.BehaviorClose.ToText()}, expected {behavior}/{behaviorClose}. {result.Result} {result.ResultClose}");
            }
        }

        Assert.NotEqual(0, count);
        Assert.True(differences.Count == 0, $"{differences.Count} of {count} verdicts differ:\n" + string.Join('\n', differences));
    }

    private static Dictionary<string, (string, string)> Load()
    {
        string path = Path.Combine(Repository.Root(), "tests", "Conformance", "expected-results.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        return root["cases"]!.AsObject().ToDictionary(
            c => c.Key, c => ((string)c.Value!["behavior"]!, (string)c.Value!["behaviorClose"]!));
    }
}
