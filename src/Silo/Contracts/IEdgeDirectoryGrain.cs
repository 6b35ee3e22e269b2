using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Contracts;

/// <summary>The edges that there are. One for the cluster, with key 0: commands for users are seldom, and go to every edge.</summary>
[Alias("stratus.IEdgeDirectoryGrain")]
internal interface IEdgeDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>An edge lives; it says so every second.</summary>
    [Alias("beat")]
    ValueTask BeatAsync(string edge, IEdgeObserver observer);

    /// <summary>An edge ends.</summary>
    [Alias("leave")]
    ValueTask LeaveAsync(string edge);

    /// <summary>Carries a command out on every edge.</summary>
    /// <returns>How many sessions it reached.</returns>
    /// <exception cref="ChannelRefusedException">An edge gave no answer.</exception>
    [Alias("send")]
    ValueTask<int> SendAsync(UserCommand command);

    /// <summary>Asks every edge how it is; those that give no answer are left out.</summary>
    [Alias("describe")]
    ValueTask<NodeSummary[]> DescribeAsync();
}
