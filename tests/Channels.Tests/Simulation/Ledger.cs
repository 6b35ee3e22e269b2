using System.Collections.Concurrent;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>
/// What all take part in knows together: which publication is at which offset, as those who published were told and as those
/// who subscribed saw. Two who disagree are a breach.
/// </summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(string Channel, string Epoch, long Offset), string> _publications = new();
    private readonly ConcurrentQueue<string> _breaches = new();

    /// <summary>What went wrong; the first ones tell most.</summary>
    public IReadOnlyCollection<string> Breaches => _breaches;

    /// <summary>How many publications are known.</summary>
    public int Count => _publications.Count;

    public void Breach(string what)
    {
        if (_breaches.Count < 20)
        {
            _breaches.Enqueue(what);
        }
    }

    /// <summary>Somebody says what is at a position.</summary>
    public void Say(string channel, Position position, string text, string who)
    {
        string known = _publications.GetOrAdd((channel, position.Epoch, position.Offset), text);
        if (known != text)
        {
            Breach($"{who}: {channel} {position} is '{text}', others say '{known}'.");
        }
    }

    /// <summary>Each publisher's texts (<c>publisher-number</c>) are in its order in each epoch, and none is there twice.</summary>
    /// <param name="allKnown">
    /// Whether somebody must know of every offset. A call that is repeated late, after the channel has forgotten, appends
    /// what only who asked in the epoch before was told of.
    /// </param>
    public void CheckOrder(bool allKnown)
    {
        foreach (var epoch in _publications.GroupBy(entry => (entry.Key.Channel, entry.Key.Epoch)))
        {
            Dictionary<string, int> last = [];
            long expected = 0;
            foreach (((_, _, long offset), string text) in epoch.OrderBy(entry => entry.Key.Offset))
            {
                string[] parts = text.Split('-');
                int number = int.Parse(parts[1], null);
                if (allKnown && offset != ++expected)
                {
                    Breach($"{epoch.Key}: nobody knows of offset {expected}.");
                    break;
                }

                if (number <= last.GetValueOrDefault(parts[0], -1))
                {
                    Breach($"{epoch.Key}: {text} at {offset} comes after {last[parts[0]]} of the same publisher.");
                }

                last[parts[0]] = number;
            }
        }
    }
}
