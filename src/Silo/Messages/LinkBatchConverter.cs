using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="LinkBatch"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class LinkBatchConverter : IConverter<LinkBatch, LinkBatchMessage>
{
    /// <inheritdoc/>
    public LinkBatch ConvertFromSurrogate(in LinkBatchMessage surrogate) =>
        new(surrogate.Link, surrogate.Number, surrogate.Events);

    /// <inheritdoc/>
    public LinkBatchMessage ConvertToSurrogate(in LinkBatch value) =>
        new(value.Link, value.Number, Arrays.Of(value.Events));
}
