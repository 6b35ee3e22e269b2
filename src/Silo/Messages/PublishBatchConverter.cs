using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="PublishBatch"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class PublishBatchConverter : IConverter<PublishBatch, PublishBatchMessage>
{
    /// <inheritdoc/>
    public PublishBatch ConvertFromSurrogate(in PublishBatchMessage surrogate) =>
        new(surrogate.Publisher, surrogate.Number, surrogate.Requests);

    /// <inheritdoc/>
    public PublishBatchMessage ConvertToSurrogate(in PublishBatch value) =>
        new(value.Publisher, value.Number, Arrays.Of(value.Requests));
}
