using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="Publication"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class PublicationConverter : IConverter<Publication, PublicationMessage>
{
    /// <inheritdoc/>
    public Publication ConvertFromSurrogate(in PublicationMessage surrogate) =>
        new()
        {
            Data = surrogate.Data,
            Offset = surrogate.Offset,
            Info = surrogate.Info,
            Tags = surrogate.Tags,
            TimeMilliseconds = surrogate.TimeMilliseconds,
        };

    /// <inheritdoc/>
    public PublicationMessage ConvertToSurrogate(in Publication value) =>
        new(Octets.Of(value.Data), value.Offset, value.Info, Tags.Of(value.Tags), value.TimeMilliseconds);
}
