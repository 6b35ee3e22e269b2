using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="KeptEnd"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class KeptEndConverter : IConverter<KeptEnd, KeptEndMessage>
{
    /// <inheritdoc/>
    public KeptEnd ConvertFromSurrogate(in KeptEndMessage surrogate) =>
        new(surrogate.Edge, surrogate.Generation, surrogate.Age);

    /// <inheritdoc/>
    public KeptEndMessage ConvertToSurrogate(in KeptEnd value) =>
        new(value.Edge, value.Generation, value.Age);
}
