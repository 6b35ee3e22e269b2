using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>Moves grains.</summary>
internal static class Migration
{
    /// <summary>Moves a grain to another silo, when it is idle.</summary>
    public static void Begin(IGrainContext context, SiloAddress target, CancellationToken cancellationToken) =>
        context.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = target }, cancellationToken);
}
