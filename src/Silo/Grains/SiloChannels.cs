using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Grains;

// A graceful stop of Orleans deactivates and does not migrate by itself, so a silo that stops moves its channels away first.

/// <summary>The channels of this silo: what they are, and the activations that Orleans knows.</summary>
/// <param name="node">What they are.</param>
internal sealed class SiloChannels(ChannelNode node)
{
    private const int AtATime = 256;

    private readonly ConcurrentDictionary<IGrainContext, bool> _contexts = new();

    /// <summary>What they are; tests set another.</summary>
    public ChannelNode Node { get; set; } = node;

    /// <summary>How many activations there are.</summary>
    public int Count => _contexts.Count;

    public void Add(IGrainContext context) => _contexts[context] = true;

    public void Remove(IGrainContext context) => _contexts.TryRemove(context, out _);

    /// <summary>Moves all of them to other silos, in turn.</summary>
    /// <param name="targets">The other silos; none: nothing moves.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many have moved, or ended.</returns>
    public async Task<int> MoveAsync(IReadOnlyList<SiloAddress> targets, CancellationToken cancellationToken)
    {
        int moved = 0;
        while (targets.Count != 0 && !_contexts.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            IGrainContext[] some = [.. _contexts.Keys.Take(AtATime)];
            foreach (IGrainContext context in some)
            {
                context.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = targets[moved++ % targets.Count] }, cancellationToken);
            }

            await Task.WhenAll(some.Select(static context => context.Deactivated)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return moved;
    }
}
