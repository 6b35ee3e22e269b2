namespace Stratus.Realtime.Channels;

/// <summary>The one edge of a node that needs no other.</summary>
public sealed class InProcessNodeDirectory : INodeDirectory
{
    private Func<NodeSummary>? _read;

    /// <inheritdoc/>
    public void Start(Func<NodeSummary> read) => _read = read;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NodeSummary>> ReadAllAsync() => new(_read is null ? [] : [_read()]);
}
