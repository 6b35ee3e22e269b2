using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What all clients together saw in one channel.</summary>
internal sealed class ChannelRecord(string name, CheckRules rules, CheckResult result)
{
    private readonly Dictionary<StreamPosition, (int Number, string Client)> _positions = [];
    private readonly Dictionary<int, StreamPosition> _numbers = [];

    public string Name => name;

    /// <summary>How many streams the channel had, as far as anyone saw.</summary>
    public int Epochs => _positions.Keys.Select(static p => p.Epoch).Distinct().Count();

    /// <summary>A client saw a number at a position.</summary>
    public void Add(StreamPosition position, int number, string client)
    {
        if (!_positions.TryAdd(position, (number, client)))
        {
            (int other, string witness) = _positions[position];
            if (other != number)
            {
                result.Add(BreachKind.Disagreement, $"{name} {position}: {witness} saw number {other}, {client} saw {number}");
            }

            return;
        }

        if (_numbers.TryAdd(number, position))
        {
            return;
        }

        // What was being published while a channel forgot may stand in both streams; in one stream it never stands twice.
        StreamPosition first = _numbers[number];
        if (first.Epoch == position.Epoch || !rules.MayForget)
        {
            result.Add(BreachKind.Doubled, $"{name}: number {number} stands at {first}, and for {client} at {position}");
        }

        _numbers[number] = position;
    }

    /// <summary>What one connection published stands in the order in which it was sent.</summary>
    public void CheckPublisherOrder(IReadOnlyDictionary<int, Sent> sent)
    {
        foreach (IGrouping<string, KeyValuePair<StreamPosition, (int Number, string)>> epoch in _positions.GroupBy(static p => p.Key.Epoch))
        {
            Dictionary<string, int> last = [];
            foreach (((_, long offset), (int number, _)) in epoch.OrderBy(static p => p.Key.Offset))
            {
                // What was answered in another epoch stands here once more, since a repetition outlived the channel's memory.
                if (sent[number].Publisher is not { } publisher || (sent[number].Position is { } answer && answer.Epoch != epoch.Key))
                {
                    continue;
                }

                if (last.GetValueOrDefault(publisher) > number)
                {
                    result.Add(BreachKind.Reordered, $"{name} {epoch.Key}/{offset}: {publisher} sent number {number} before {last[publisher]}");
                }

                last[publisher] = number;
            }
        }
    }

    /// <summary>What an acknowledgement says of a position, clients saw there.</summary>
    public void CheckAnswers(IEnumerable<Sent> acknowledged)
    {
        foreach (Sent sent in acknowledged)
        {
            if (sent.Position is { } position && _positions.TryGetValue(position, out (int Number, string Client) seen) && seen.Number != sent.Number)
            {
                result.Add(BreachKind.Disagreement, $"{name} {position}: promised to number {sent.Number}, {seen.Client} saw {seen.Number}");
            }
        }
    }
}
