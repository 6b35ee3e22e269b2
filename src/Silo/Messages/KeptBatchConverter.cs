using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="KeptBatch"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class KeptBatchConverter : IConverter<KeptBatch, KeptBatchMessage>
{
    /// <inheritdoc/>
    public KeptBatch ConvertFromSurrogate(in KeptBatchMessage surrogate) =>
        new(surrogate.Publisher, surrogate.Number, surrogate.Offsets, surrogate.Age);

    /// <inheritdoc/>
    public KeptBatchMessage ConvertToSurrogate(in KeptBatch value) =>
        new(value.Publisher, value.Number, Arrays.Of(value.Offsets), value.Age);
}
