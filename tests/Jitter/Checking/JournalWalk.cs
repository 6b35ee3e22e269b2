using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>Follows one client through one channel.</summary>
internal sealed class JournalWalk(
    Journal journal, IReadOnlyDictionary<int, Sent> sent, ChannelRecord channel, CheckRules rules, CheckResult result)
{
    private readonly HashSet<int> _numbers = []; // since it was last told that something is missing
    private StreamPosition? _position;
    private bool _isLive;
    private bool _isUnbroken = true;

    public void Run()
    {
        foreach (Observation observation in journal.Observations)
        {
            switch (observation)
            {
                case Observation.Subscribed begun:
                    OnSubscribed(begun);
                    break;
                case Observation.Recovered recovered:
                    OnRecovered(recovered);
                    break;
                case Observation.NotRecovered lost:
                    OnNotRecovered(lost);
                    break;
                case Observation.PositionLost:
                    OnPositionLost();
                    break;
                case Observation.Seen seen:
                    OnSeen(seen);
                    break;
            }
        }
    }

    /// <summary>Everyone ends at the top; one that was never told otherwise has seen all that was acknowledged.</summary>
    public void End(StreamPosition top, IEnumerable<Sent> acknowledged)
    {
        if (!_isLive || _position != top)
        {
            Report(BreachKind.NotAtTop, $"the channel is at {top}");
        }

        if (!_isUnbroken)
        {
            return;
        }

        int[] missing = [.. acknowledged.Select(static s => s.Number).Where(number => !_numbers.Contains(number))];
        if (missing.Length != 0)
        {
            Report(BreachKind.Lost, $"{missing.Length} acknowledged publications were never seen, the first is number {missing.Min()}");
        }
    }

    private void OnSubscribed(Observation.Subscribed begun)
    {
        if (_position is not null)
        {
            Report(BreachKind.Lost, $"began anew at {begun.At}, and was not told that it did not recover");
        }

        Begin(begun.At);
    }

    private void OnRecovered(Observation.Recovered recovered)
    {
        result.Recoveries++;
        result.CarryingRecoveries += recovered.Carried ? 1 : 0;
        if (recovered.At != _position)
        {
            Report(BreachKind.FalseRecovery, $"was told that it recovered from {recovered.At}");
        }

        Begin(recovered.At);
    }

    private void OnNotRecovered(Observation.NotRecovered lost)
    {
        result.NotRecovered++;
        if (!rules.MayForget || lost.At.Epoch == _position?.Epoch)
        {
            Report(BreachKind.NotRecovered, $"was told that it did not recover, and is at {lost.At}");
        }

        _isUnbroken = false;
        _numbers.Clear();
        Begin(lost.At);
    }

    private void OnPositionLost()
    {
        result.PositionsLost++;
        _isLive = false;
        if (!rules.MayLosePosition)
        {
            Report(BreachKind.PositionLost, "was told that its position is lost (2500)");
        }
    }

    private void OnSeen(Observation.Seen seen)
    {
        result.Deliveries++;
        if (!_isLive || _position is not { } position)
        {
            Report(BreachKind.NotSubscribed, $"saw {Name(seen)} without a subscription");
            return;
        }

        Sent? origin = sent.GetValueOrDefault(seen.Number);
        if (origin is null || origin.Outcome == SentOutcome.Withheld)
        {
            Report(BreachKind.WrongContent, $"saw {Name(seen)}, which nobody published");
        }
        else if (origin.Channel != journal.Channel)
        {
            Report(BreachKind.ForeignChannel, $"saw {Name(seen)}, which is of {origin.Channel}");
        }
        else if (!_numbers.Add(seen.Number))
        {
            Report(BreachKind.Doubled, $"saw {Name(seen)} again");
        }
        else if (seen.Offset <= position.Offset)
        {
            Report(BreachKind.Reordered, $"saw {Name(seen)} late");
        }
        else
        {
            channel.Add(position with { Offset = seen.Offset }, seen.Number, journal.Client);
        }

        if (seen.Offset > position.Offset + 1)
        {
            Report(BreachKind.Lost, $"saw {Name(seen)} next");
        }

        _position = position with { Offset = seen.Offset };
    }

    private void Begin(StreamPosition at)
    {
        _position = at;
        _isLive = true;
    }

    private static string Name(Observation.Seen seen) => $"offset {seen.Offset} (number {seen.Number})";

    private void Report(BreachKind kind, string what) =>
        result.Add(kind, $"{journal.Client} in {journal.Channel}, at {(_position is { } position ? position : "no position")}, {what}");
}
