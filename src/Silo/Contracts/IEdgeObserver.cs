using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Contracts;

/// <summary>
/// An edge, as silos call it. A call is waited for, and not for long: of a link one batch is under way at a time, so that
/// nothing piles up for an edge that has vanished.
/// </summary>
[Alias("stratus.IEdgeObserver")]
internal interface IEdgeObserver : IGrainObserver
{
    /// <summary>Takes a batch of a link.</summary>
    [Alias("receive"), ResponseTimeout("00:00:02")]
    Task ReceiveAsync(LinkBatch batch);

    /// <summary>Carries out a command for a user's sessions; returns how many there were.</summary>
    [Alias("command"), ResponseTimeout("00:00:02")]
    Task<int> CommandAsync(UserCommand command);

    /// <summary>Says how the edge is.</summary>
    [Alias("describe"), ResponseTimeout("00:00:02")]
    Task<NodeSummary> DescribeAsync();
}
