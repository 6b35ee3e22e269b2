using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="Position"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class PositionConverter : IConverter<Position, PositionMessage>
{
    /// <inheritdoc/>
    public Position ConvertFromSurrogate(in PositionMessage surrogate) =>
        new(surrogate.Epoch, surrogate.Offset);

    /// <inheritdoc/>
    public PositionMessage ConvertToSurrogate(in Position value) =>
        new(value.Epoch, value.Offset);
}
