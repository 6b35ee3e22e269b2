using Stratus.Realtime.Silo.Grains;

namespace Stratus.Realtime.Cluster.Gateway;

/// <summary>A silo of a <see cref="ContractCluster"/>.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Channels">The channels that it has.</param>
/// <param name="Users">The users that it has.</param>
/// <param name="Grains">How it calls others.</param>
internal sealed record ContractSilo(SiloAddress Address, SiloChannels Channels, SiloUsers Users, IGrainFactory Grains);
