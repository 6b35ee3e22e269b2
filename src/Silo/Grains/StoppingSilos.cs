using System.Collections.Concurrent;
using Orleans.Runtime;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

// To Orleans a silo is active until it stops. Ours moves its channels away before that, so what is opened meanwhile must not be
// opened there: it would end with the silo, moments later.

/// <summary>The silos that have said that they stop.</summary>
/// <param name="isGone">True of a silo that is not there any more.</param>
internal sealed class StoppingSilos(Func<SiloAddress, bool> isGone)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SiloAddress, bool> _stopping = new();

    /// <summary>A silo stops. Those that have stopped are forgotten.</summary>
    public void Add(SiloAddress silo)
    {
        foreach (SiloAddress gone in _stopping.Keys.Where(isGone))
        {
            _stopping.TryRemove(gone, out _);
        }

        _stopping[silo] = true;
    }

    /// <summary>Those of some silos that go on; all of them where none does.</summary>
    public IEnumerable<SiloAddress> LeaveOut(IEnumerable<SiloAddress> silos)
    {
        if (_stopping.IsEmpty)
        {
            return silos;
        }

        SiloAddress[] all = [.. silos];
        SiloAddress[] others = [.. all.Where(silo => !_stopping.ContainsKey(silo))];
        return others.Length == 0 ? all : others;
    }

    /// <summary>Tells all silos that this one stops, and waits a moment until they know. One that does not answer goes on as before.</summary>
    /// <param name="here">This silo.</param>
    /// <param name="silos">All of them.</param>
    /// <param name="grains">Calls them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task AnnounceAsync(SiloAddress here, IEnumerable<SiloAddress> silos, IGrainFactory grains, CancellationToken cancellationToken) =>
        await Task.WhenAll(silos.Select(silo => grains.GetGrain<ISiloGrain>(silo.ToParsableString()).NoteStopAsync(here.ToParsableString()).AsTask()))
            .WaitAsync(AnswerTime, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
