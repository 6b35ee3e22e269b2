using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>The users of this silo with sessions that linger.</summary>
/// <param name="channels">Knows the time.</param>
internal sealed class SiloUsers(SiloChannels channels)
{
    private readonly ConcurrentDictionary<IGrainContext, long> _lingering = new();

    /// <summary>A session of the user lingers for a time.</summary>
    public void Add(IGrainContext context, TimeSpan grace)
    {
        TimeProvider time = channels.Node.Time;
        long until = time.GetTimestamp() + (long)(grace.TotalSeconds * time.TimestampFrequency);
        _lingering.AddOrUpdate(context, until, (_, before) => Math.Max(before, until));
    }

    public void Remove(IGrainContext context) => _lingering.TryRemove(context, out _);

    /// <summary>Moves those whose sessions still linger to other silos, in turn.</summary>
    /// <param name="targets">The other silos; none: nothing moves.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many have moved.</returns>
    public async Task<int> MoveAsync(IReadOnlyList<SiloAddress> targets, CancellationToken cancellationToken)
    {
        int moved = 0;
        long now = channels.Node.Time.GetTimestamp();
        IGrainContext[] all = targets.Count == 0 ? [] : [.. _lingering.Where(user => user.Value > now).Select(static user => user.Key)];
        foreach (IGrainContext[] some in all.Chunk(SiloChannels.AtATime))
        {
            foreach (IGrainContext context in some)
            {
                Migration.Begin(context, targets[moved++ % targets.Count], cancellationToken);
            }

            await Task.WhenAll(some.Select(static context => context.Deactivated))
                .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return moved;
    }
}
