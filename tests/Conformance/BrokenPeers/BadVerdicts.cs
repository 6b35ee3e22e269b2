using System.Globalization;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>The cases that a peer did not pass, in words short enough to be stated in a test.</summary>
internal sealed class BadVerdicts(IEnumerable<CaseResult> results)
{
    private readonly (string Id, Behavior Worst)[] bad =
    [
        .. from result in results
           where !result.IsGood
           select (result.Id, (Behavior)Math.Max((int)result.Behavior, (int)result.BehaviorClose)),
    ];

    public IEnumerable<string> FailedIds => bad.Where(one => one.Worst == Behavior.Failed).Select(one => one.Id);

    /// <summary>Every case by its worse verdict: "NON-STRICT 6.4.1-4; FAILED 3.1-6 S.4.1-19".</summary>
    public string ById => Grouped(ids => string.Join(' ', Ranges(ids)));

    /// <summary>Numbers of cases: "FAILED 1:16 2:11 S.3:16".</summary>
    public string ByCategory => Grouped(ids => string.Join(' ', ids
        .GroupBy(id => id.StartsWith("S.", StringComparison.Ordinal) ? Family(id) : id[..id.IndexOf('.', StringComparison.Ordinal)])
        .Select(group => $"{group.Key}:{group.Count()}")));

    private string Grouped(Func<string[], string> text) => string.Join("; ", bad
        .GroupBy(one => one.Worst)
        .OrderBy(group => group.Key)
        .Select(group => $"{group.Key.ToText()} {text([.. group.Select(one => one.Id)])}"));

    private static IEnumerable<string> Ranges(string[] ids)
    {
        for (int i = 0; i < ids.Length;)
        {
            int end = i + 1;
            while (end < ids.Length && Family(ids[end]) == Family(ids[i]) && Last(ids[end]) == Last(ids[i]) + end - i)
            {
                end++;
            }

            yield return end - i == 1 ? ids[i] : $"{ids[i]}-{Last(ids[end - 1])}";
            i = end;
        }
    }

    private static string Family(string id) => id[..id.LastIndexOf('.')];

    private static int Last(string id) => int.Parse(id[(id.LastIndexOf('.') + 1)..], CultureInfo.InvariantCulture);
}
