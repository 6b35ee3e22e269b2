namespace Stratus.Realtime.Channels;

/// <summary>The port to what all edges say of themselves.</summary>
public interface INodeDirectory
{
    /// <summary>Says how this edge tells what it is. Called once, before anything else.</summary>
    void Start(Func<NodeSummary> read);

    /// <summary>All edges that answer, this one included, by name.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody can be asked.</exception>
    ValueTask<IReadOnlyList<NodeSummary>> ReadAllAsync();
}
