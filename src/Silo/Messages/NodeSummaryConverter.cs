using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="NodeSummary"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class NodeSummaryConverter : IConverter<NodeSummary, NodeSummaryMessage>
{
    /// <inheritdoc/>
    public NodeSummary ConvertFromSurrogate(in NodeSummaryMessage surrogate) =>
        new(surrogate.Id, surrogate.Name, surrogate.Version, surrogate.Uptime, surrogate.Clients, surrogate.Users, surrogate.Channels);

    /// <inheritdoc/>
    public NodeSummaryMessage ConvertToSurrogate(in NodeSummary value) =>
        new(value.Id, value.Name, value.Version, value.Uptime, value.Clients, value.Users, value.Channels);
}
