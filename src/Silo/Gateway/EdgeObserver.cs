using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Gateway;

/// <summary>This edge, for silos. Orleans holds it weakly: whoever made it keeps it.</summary>
internal sealed class EdgeObserver : IEdgeObserver
{
    /// <summary>Gets the batches of links.</summary>
    public ILinkReceiver? Links { get; set; }

    /// <summary>Gets the commands for users.</summary>
    public IUserCommandReceiver? Users { get; set; }

    /// <summary>Says how the edge is.</summary>
    public Func<NodeSummary>? Node { get; set; }

    public async Task ReceiveAsync(LinkBatch batch)
    {
        ILinkReceiver links = Links ?? throw new InvalidOperationException("The edge has not started.");
        await links.ReceiveAsync(batch);
    }

    public Task<int> CommandAsync(UserCommand command) => Task.FromResult(Users?.Receive(command) ?? 0);

    public Task<NodeSummary> DescribeAsync() => Task.FromResult((Node ?? throw new InvalidOperationException("The edge has not started."))());
}
