using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>Finds the silo whose address is a grain's key.</summary>
internal sealed class SiloPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    /// <exception cref="OrleansException">There is no such silo any more.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new OrleansException($"Silo {silo} is not there any more.");
    }
}
