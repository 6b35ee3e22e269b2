using System.Collections.Concurrent;
using Orleans.Runtime;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>The users of this silo with sessions that linger.</summary>
internal sealed class SiloUsers
{
    private readonly ConcurrentDictionary<IGrainContext, InProcessUserDirectory> _users = new();

    /// <summary>A user has sessions, which may linger.</summary>
    public void Add(IGrainContext context, InProcessUserDirectory sessions) => _users[context] = sessions;

    public void Remove(IGrainContext context) => _users.TryRemove(context, out _);

    /// <summary>Moves those whose sessions still linger to other silos, in turn.</summary>
    /// <param name="targets">The other silos; none: nothing moves.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How many have moved.</returns>
    public async Task<int> MoveAsync(IReadOnlyList<SiloAddress> targets, CancellationToken cancellationToken)
    {
        int moved = 0;
        IGrainContext[] all = targets.Count == 0 ? [] : [.. _users.Where(static user => user.Value.HasLingering).Select(static user => user.Key)];
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
