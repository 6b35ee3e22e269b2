using Stratus.Realtime.Edge.Admin;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>Facts of a node that is always the same.</summary>
internal sealed class FakeFacts : INodeFacts
{
    public NodeFacts Read() => new()
    {
        Id = "edge-1",
        Name = "node \"one\"",
        Version = "1.2.3",
        Uptime = TimeSpan.FromSeconds(90.9),
        Connections = 7,
        Sessions = 5,
        Users = 4,
        Channels = 3,
        Rates = new NodeRates(1.25, 20, 3),
        MemoryOctets = 1 << 20,
        Cpu = TimeSpan.FromSeconds(1.5),
        QueueOctetsHighWater = 4096,
    };

    public ValueTask<IReadOnlyList<NodeFacts>> ReadAllAsync() => new([Read(), Read() with { Id = "edge-2", Name = "two" }]);
}
