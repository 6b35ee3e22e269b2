using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="KeptPublication"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class KeptPublicationConverter : IConverter<KeptPublication, KeptPublicationMessage>
{
    /// <inheritdoc/>
    public KeptPublication ConvertFromSurrogate(in KeptPublicationMessage surrogate) =>
        new(surrogate.Publication, surrogate.IdempotencyKey, surrogate.Age);

    /// <inheritdoc/>
    public KeptPublicationMessage ConvertToSurrogate(in KeptPublication value) =>
        new(value.Publication, value.IdempotencyKey, value.Age);
}
