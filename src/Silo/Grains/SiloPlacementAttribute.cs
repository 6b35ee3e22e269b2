using Orleans.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>Puts a grain on the silo whose address is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloPlacementAttribute() : PlacementAttribute(new SiloPlacement());
