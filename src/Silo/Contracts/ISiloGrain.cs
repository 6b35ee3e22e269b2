using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Contracts;

/// <summary>A silo, by its address: lives there and nowhere else.</summary>
[Alias("stratus.ISiloGrain")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>The channels of this silo that are in use and match a pattern, by name.</summary>
    [Alias("list")]
    ValueTask<ChannelSummary[]> ListChannelsAsync(string pattern, int limit);

    /// <summary>Another silo, or this one, stops, by its address: nothing that is to stay is placed there any more.</summary>
    [Alias("stops")]
    ValueTask NoteStopAsync(string silo);
}
