using Orleans.Runtime;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>What a silo says of itself, and is told of others.</summary>
[SiloPlacement]
internal sealed class SiloGrain(SiloChannels channels, StoppingSilos stopping) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public ValueTask<ChannelSummary[]> ListChannelsAsync(string pattern, int limit) =>
        new([.. channels.Node.List(pattern).OrderBy(static channel => channel.Channel, StringComparer.Ordinal).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask NoteStopAsync(string silo)
    {
        stopping.Add(SiloAddress.FromParsableString(silo));
        return ValueTask.CompletedTask;
    }
}
