using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Admin;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>Facts of a node that is always the same, and of another beside it.</summary>
internal sealed class FakeFacts : INodeFacts, INodeDirectory
{
    private static readonly NodeSummary s_node = new("edge-1", "node \"one\"", "1.2.3", TimeSpan.FromSeconds(90.9), Clients: 5, Users: 4, Channels: 3);

    public NodeFacts Read() => new()
    {
        Node = s_node,
        Connections = 7,
        Rates = new NodeRates(1.25, 20, 3),
        MemoryOctets = 1 << 20,
        Cpu = TimeSpan.FromSeconds(1.5),
        QueueOctetsHighWater = 4096,
    };

    public void Start(Func<NodeSummary> read)
    {
    }

    public ValueTask<IReadOnlyList<NodeSummary>> ReadAllAsync() => new([s_node, s_node with { Id = "edge-2", Name = "two" }]);
}
