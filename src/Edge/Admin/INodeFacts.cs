namespace Stratus.Realtime.Edge.Admin;

/// <summary>Where facts about this node come from.</summary>
internal interface INodeFacts
{
    /// <summary>How it is now.</summary>
    NodeFacts Read();
}
