namespace Stratus.Realtime.Edge.Admin;

/// <summary>Where facts about nodes come from.</summary>
internal interface INodeFacts
{
    /// <summary>This node, now.</summary>
    NodeFacts Read();

    /// <summary>All nodes, this one included; without a cluster there is no other.</summary>
    ValueTask<IReadOnlyList<NodeFacts>> ReadAllAsync();
}
