using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="ChannelEvent"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class ChannelEventConverter : IConverter<ChannelEvent, ChannelEventMessage>
{
    /// <inheritdoc/>
    public ChannelEvent ConvertFromSurrogate(in ChannelEventMessage surrogate) =>
        new(surrogate.Kind, surrogate.Channel, surrogate.Epoch, surrogate.Offset, surrogate.Publication, surrogate.Member);

    /// <inheritdoc/>
    public ChannelEventMessage ConvertToSurrogate(in ChannelEvent value) =>
        new(value.Kind, value.Channel, value.Epoch, value.Offset, value.Publication, value.Member);
}
