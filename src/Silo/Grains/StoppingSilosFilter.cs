using Orleans.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>Leaves <see cref="StoppingSilos"/> out.</summary>
internal sealed class StoppingSilosFilter() : PlacementFilterStrategy(order: 0);
