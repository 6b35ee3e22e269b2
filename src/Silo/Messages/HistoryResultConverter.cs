using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="HistoryResult"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class HistoryResultConverter : IConverter<HistoryResult, HistoryResultMessage>
{
    /// <inheritdoc/>
    public HistoryResult ConvertFromSurrogate(in HistoryResultMessage surrogate) =>
        new(surrogate.Top, surrogate.Publications, surrogate.IsContinuous) { IsOtherEpoch = surrogate.IsOtherEpoch };

    /// <inheritdoc/>
    public HistoryResultMessage ConvertToSurrogate(in HistoryResult value) =>
        new(value.Top, Arrays.Of(value.Publications), value.IsContinuous, value.IsOtherEpoch);
}
