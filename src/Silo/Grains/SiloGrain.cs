using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>What a silo says of itself.</summary>
[SiloPlacement]
internal sealed class SiloGrain(SiloChannels silo) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public ValueTask<ChannelSummary[]> ListChannelsAsync(string pattern, int limit) =>
        new([.. silo.Node.List(pattern).OrderBy(static channel => channel.Channel, StringComparer.Ordinal).Take(limit)]);
}
