using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="ChannelSummary"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class ChannelSummaryConverter : IConverter<ChannelSummary, ChannelSummaryMessage>
{
    /// <inheritdoc/>
    public ChannelSummary ConvertFromSurrogate(in ChannelSummaryMessage surrogate) =>
        new(surrogate.Channel, surrogate.Subscribers);

    /// <inheritdoc/>
    public ChannelSummaryMessage ConvertToSurrogate(in ChannelSummary value) =>
        new(value.Channel, value.Subscribers);
}
