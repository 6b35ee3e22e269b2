using System.Collections.Concurrent;
using Orleans.Runtime;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

// A graceful stop of Orleans deactivates and does not migrate by itself, so a silo that stops moves its channels away first.
//
// Orleans moves on a best-effort basis. A silo where somebody is just trying to open the channel, in vain as it is open
// elsewhere, does not take what comes, and nobody is told. The directory then still has the channel here, so whoever asks next
// opens it here again. That is why what moves is also kept here for a moment: in what opens again, nothing is lost. The moment is
// shorter than it takes to find out that a silo is dead: until then nothing that was moved can come back without what happened there.

/// <summary>The channels of this silo: what they are, and the activations that Orleans knows.</summary>
/// <param name="node">What they are.</param>
internal sealed class SiloChannels(ChannelNode node)
{
    /// <summary>How many are on their way at a time.</summary>
    public const int AtATime = 256;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<IGrainContext, bool> _contexts = new();
    private readonly ConcurrentDictionary<string, ChannelSnapshot> _kept = new(StringComparer.Ordinal);

    /// <summary>What they are; tests set another.</summary>
    public ChannelNode Node { get; set; } = node;

    /// <summary>How many activations there are.</summary>
    public int Count => _contexts.Count;

    public void Add(IGrainContext context) => _contexts[context] = true;

    public void Remove(IGrainContext context) => _contexts.TryRemove(context, out _);

    /// <summary>Keeps a channel that is about to move, for a moment.</summary>
    public void Keep(string channel, ChannelSnapshot snapshot)
    {
        _kept[channel] = snapshot;
        _ = ForgetAsync();

        async Task ForgetAsync()
        {
            await Task.Delay(KeptFor);
            _kept.TryRemove(new KeyValuePair<string, ChannelSnapshot>(channel, snapshot));
        }
    }

    /// <summary>What was kept of a channel that is opened here again; null where nothing is. It is not kept any longer.</summary>
    public ChannelSnapshot? Recall(string channel) => _kept.TryRemove(channel, out ChannelSnapshot? snapshot) ? snapshot : null;

    /// <summary>Moves all of them to other silos, in turn.</summary>
    /// <param name="targets">The other silos; none: nothing moves.</param>
    /// <param name="grains">Calls them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How often one has moved, or ended.</returns>
    public async Task<int> MoveAsync(IReadOnlyList<SiloAddress> targets, IGrainFactory grains, CancellationToken cancellationToken)
    {
        int moved = 0;
        while (targets.Count != 0 && !_contexts.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            IGrainContext[] some = [.. _contexts.Keys.Take(AtATime)];
            foreach (IGrainContext context in some)
            {
                Migration.Begin(context, targets[moved++ % targets.Count], cancellationToken);
            }

            await Task.WhenAll(some.Select(context => LookAfterAsync(context, grains)))
                .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return moved;
    }

    // The call finds it where it has arrived, or opens it here again, with what was kept: then its turn comes once more.
    private async Task LookAfterAsync(IGrainContext context, IGrainFactory grains)
    {
        await context.Deactivated;
        string channel = context.GrainId.Key.ToString()!;
        if (_kept.TryGetValue(channel, out ChannelSnapshot? snapshot))
        {
            await grains.GetGrain<IChannelGrain>(channel).ReadHistoryAsync(new HistoryRequest(0));
            _kept.TryRemove(new KeyValuePair<string, ChannelSnapshot>(channel, snapshot));
        }
    }
}
