using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="HistoryRequest"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class HistoryRequestConverter : IConverter<HistoryRequest, HistoryRequestMessage>
{
    /// <inheritdoc/>
    public HistoryRequest ConvertFromSurrogate(in HistoryRequestMessage surrogate) =>
        new(surrogate.Limit, surrogate.Since, surrogate.Reverse) { MaxOctets = surrogate.MaxOctets };

    /// <inheritdoc/>
    public HistoryRequestMessage ConvertToSurrogate(in HistoryRequest value) =>
        new(value.Limit, value.Since, value.Reverse, value.MaxOctets);
}
