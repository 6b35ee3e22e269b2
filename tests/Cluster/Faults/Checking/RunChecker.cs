using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Checking;

// Streams are judged by the checker of the jitter runs: those that survive everything by rules under which no client may ever be
// told that it did not recover, those in memory by rules that allow just that, with a new epoch. What that checker does not look
// at is here: that epochs of streams that survive never change, that leaves are told once, and who is present at the end.

/// <summary>Judges a run of a cluster.</summary>
internal static class RunChecker
{
    private static readonly CheckRules Lasting = CheckRules.Faulty with { CarryingShare = 0 };
    private static readonly CheckRules Forgetful = CheckRules.Forgetful with { CarryingShare = 0 };

    public static RunVerdict Check(RunHistory history)
    {
        CheckResult lasting = CheckStreams(history, Lasting, channel => !history.MayForget(channel));
        CheckResult forgetful = CheckStreams(history, Forgetful, history.MayForget);
        CheckEpochs(history, lasting);
        CheckResult members = new();
        (int returns, int missed) = CheckLeaves(history.Members, members);
        CheckPresence(history.Presence, members);
        return new RunVerdict(lasting, forgetful, returns, missed, [.. lasting.Breaches, .. forgetful.Breaches, .. members.Breaches]);
    }

    private static CheckResult CheckStreams(RunHistory history, CheckRules rules, Func<string, bool> isMeant)
    {
        Dictionary<string, StreamPosition> tops = history.Tops.Where(top => isMeant(top.Key)).ToDictionary();
        return tops.Count == 0 ? new CheckResult() : Checker.Check(history.Journals.Where(journal => isMeant(journal.Channel)), history.Sent, tops, rules);
    }

    // Whoever names an epoch is a witness: subscriptions, acknowledgements, and the channel itself.
    private static void CheckEpochs(RunHistory history, CheckResult result)
    {
        ILookup<string, string> byJournal = (
            from journal in history.Journals
            from observation in journal.Observations
            let position = observation switch
            {
                Observation.Subscribed begun => begun.At,
                Observation.Recovered recovered => recovered.At,
                Observation.NotRecovered lost => lost.At,
                _ => default(StreamPosition?),
            }
            where position is not null
            select (journal.Channel, position.Value.Epoch)).Distinct().ToLookup(static seen => seen.Channel, static seen => seen.Epoch);
        ILookup<string, string> byAnswer = history.Sent.Values.Where(static sent => sent.Position is not null)
            .Select(static sent => (sent.Channel, sent.Position!.Value.Epoch)).Distinct().ToLookup(static seen => seen.Channel, static seen => seen.Epoch);
        foreach ((string channel, StreamPosition top) in history.Tops.Where(top => !history.MayForget(top.Key)))
        {
            string[] epochs = [.. byJournal[channel].Concat(byAnswer[channel]).Append(top.Epoch).Distinct()];
            if (epochs.Length != 1)
            {
                result.Add(BreachKind.EpochChanged, $"{channel} is at {top}, and had the epochs {string.Join(", ", epochs)}");
            }
        }
    }

    private static (int Returns, int Missed) CheckLeaves(MemberLog log, CheckResult result)
    {
        Dictionary<(string Channel, string Epoch, string Member), MemberStays> members = [];
        foreach (MemberEvent told in log.Events)
        {
            (string, string, string) member = (told.Channel, told.Epoch, told.Member);
            if (!members.TryGetValue(member, out MemberStays? stays))
            {
                members.Add(member, stays = new MemberStays(log.Ends.TryGetValue(told.Member, out DateTimeOffset end) ? end : null));
            }

            stays.Add(told);
        }

        foreach (((string channel, string epoch, string member), MemberStays stays) in members)
        {
            if (stays.DoubledLeave is { } what)
            {
                result.Add(BreachKind.DoubledLeave, $"{channel} {epoch}: {member} {what}");
            }
        }

        return (members.Values.Sum(static stays => stays.Returns), members.Values.Count(static stays => stays.IsMissed));
    }

    private static void CheckPresence(IReadOnlyCollection<PresenceSight> sights, CheckResult result)
    {
        foreach (PresenceSight sight in sights.Where(static sight => !sight.IsTrue))
        {
            string[] missing = [.. sight.There.Except(sight.Shown)];
            string[] extra = [.. sight.Shown.Except(sight.There)];
            string hidden = $"{missing.Length} who are there are not shown ({string.Join(' ', missing.Take(3))})";
            string ghosts = $"{extra.Length} are shown who are not there ({string.Join(' ', extra.Take(3))})";
            result.Add(BreachKind.WrongPresence, $"{sight.Channel} at {sight.Where}: {hidden}, {ghosts}");
        }
    }
}
