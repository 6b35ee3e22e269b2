using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="LinkId"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class LinkIdConverter : IConverter<LinkId, LinkIdMessage>
{
    /// <inheritdoc/>
    public LinkId ConvertFromSurrogate(in LinkIdMessage surrogate) =>
        new(surrogate.Edge, surrogate.Host);

    /// <inheritdoc/>
    public LinkIdMessage ConvertToSurrogate(in LinkId value) =>
        new(value.Edge, value.Host);
}
