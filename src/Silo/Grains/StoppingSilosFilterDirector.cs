using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>Applies <see cref="StoppingSilosFilter"/>.</summary>
/// <param name="stopping">The silos that stop.</param>
internal sealed class StoppingSilosFilterDirector(StoppingSilos stopping) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        stopping.LeaveOut(silos);
}
