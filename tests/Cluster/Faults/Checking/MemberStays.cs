using System.Globalization;

namespace Stratus.Realtime.Cluster.Faults.Checking;

// Joins and leaves are told at most once, so a watcher may miss that somebody came back: a join that anybody was told counts for
// all. A second leave without one is a doubled one when it came sooner than a lease can end twice, or when the member's last
// connection had ended before both. Through another edge it may be the first one: each edge has it by a link of its own, one a
// little later than the other where a batch had to be repeated, and a watcher that went from one to the other is told by both.

/// <summary>One member in one epoch of one channel: what each client was told of its coming and leaving.</summary>
/// <param name="end">When its last connection ended, as it knows it; null when it is still there.</param>
internal sealed class MemberStays(DateTimeOffset? end)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    // What is told to several at once, they do not note at once.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, List<MemberEvent>> _watchers = [];

    /// <summary>How often it came back after it left, for the client that was told so most often.</summary>
    public int Returns => _watchers.Values.Max(static told => CountReturns(told));

    /// <summary>True when somebody was told that it left, and it was there.</summary>
    public bool IsMissed => _watchers.Values.Any(told => told.Exists(t => !t.IsJoin && !IsOver(t)));

    /// <summary>Says who was told twice that it left; null when nobody was.</summary>
    public string? DoubledLeave
    {
        get
        {
            foreach ((string watcher, List<MemberEvent> told) in _watchers)
            {
                if (told.Zip(told.Skip(1)).Any(pair => IsDoubled(pair.First, pair.Second)))
                {
                    string all = string.Join(", ", told.Select(static t => string.Create(
                        CultureInfo.InvariantCulture, $"{(t.IsJoin ? "join" : "leave")} at {t.At:HH:mm:ss.fff} by {t.Through}")));
                    return string.Create(CultureInfo.InvariantCulture, $"ended at {end:HH:mm:ss.fff}, and was told to have left twice to {watcher}: {all}");
                }
            }

            return null;
        }
    }

    public void Add(MemberEvent told)
    {
        if (!_watchers.TryGetValue(told.Watcher, out List<MemberEvent>? all))
        {
            _watchers.Add(told.Watcher, all = []);
        }

        all.Add(told);
    }

    private bool IsOver(MemberEvent told) => told.At >= end;

    private bool IsDoubled(MemberEvent first, MemberEvent second) =>
        !first.IsJoin && !second.IsJoin
        && (EdgeOf(first) == EdgeOf(second) || second.At - first.At >= Lease)
        && (IsOver(first) || second.At - first.At < Lease)
        && !_watchers.Values.Any(told => told.Exists(t => t.IsJoin && t.At > first.At - Slack && t.At < second.At + Slack));

    // "#7 to edge2"
    private static string EdgeOf(MemberEvent told) => told.Through[(told.Through.LastIndexOf(' ') + 1)..];

    private static int CountReturns(List<MemberEvent> told)
    {
        int returns = 0;
        bool isGone = false;
        foreach (MemberEvent t in told)
        {
            returns += t.IsJoin && isGone ? 1 : 0;
            isGone = !t.IsJoin;
        }

        return returns;
    }
}
