using Orleans.Runtime;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>On the silo whose address is the grain's key.</summary>
[GenerateSerializer, Immutable, Alias("stratus.SiloPlacement")]
internal sealed class SiloPlacement : PlacementStrategy;
