using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Gateway;

/// <summary>The edges of a cluster.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="edge">This edge.</param>
internal sealed class GrainNodeDirectory(IGrainFactory grains, EdgePresence edge) : INodeDirectory
{
    /// <inheritdoc/>
    public void Start(Func<NodeSummary> read) => edge.Observer.Node = read;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NodeSummary>> ReadAllAsync()
    {
        try
        {
            await edge.KnownAsync();
            NodeSummary[] all = await grains.GetGrain<IEdgeDirectoryGrain>(0).DescribeAsync();
            return [.. all.OrderBy(static node => node.Name, StringComparer.Ordinal).ThenBy(static node => node.Id, StringComparer.Ordinal)];
        }
        catch (Exception e)
        {
            throw new GatewayUnavailableException("The directory of edges gave no answer in time.", e);
        }
    }
}
