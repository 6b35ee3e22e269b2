using Orleans.Concurrency;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>The edges that have been heard of within the lease.</summary>
[Reentrant, KeepAlive]
internal sealed class EdgeDirectoryGrain : Grain, IEdgeDirectoryGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    // After a start it knows nobody; every edge says within a second that it is there.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (IEdgeObserver Observer, long HeardAt)> _edges = new(StringComparer.Ordinal);
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <inheritdoc/>
    public ValueTask BeatAsync(string edge, IEdgeObserver observer)
    {
        _edges[edge] = (observer, TimeProvider.System.GetTimestamp());
        foreach ((string other, (_, long heardAt)) in _edges) // may be removed from while it is read
        {
            if (TimeProvider.System.GetElapsedTime(heardAt) >= Lease)
            {
                _edges.Remove(other);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask LeaveAsync(string edge)
    {
        _edges.Remove(edge);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<int> SendAsync(UserCommand command)
    {
        await SettleAsync();
        int[] counts = await Task.WhenAll(_edges.Keys.ToArray().Select(edge => SendAsync(edge, command)));
        return counts.Sum();
    }

    /// <inheritdoc/>
    public async ValueTask<NodeSummary[]> DescribeAsync()
    {
        await SettleAsync();
        NodeSummary?[] all = await Task.WhenAll(_edges.Values.ToArray().Select(static edge => DescribeAsync(edge.Observer)));
        return [.. all.OfType<NodeSummary>()];
    }

    // Gone, hanging, or of a version that does not know the question.
    private static async Task<NodeSummary?> DescribeAsync(IEdgeObserver edge)
    {
        try
        {
            return await edge.DescribeAsync();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private async Task SettleAsync()
    {
        TimeSpan age = TimeProvider.System.GetElapsedTime(_began);
        if (age < Settling)
        {
            await Task.Delay(Settling - age);
        }
    }

    private async Task<int> SendAsync(string edge, UserCommand command)
    {
        if (!_edges.TryGetValue(edge, out (IEdgeObserver Observer, long HeardAt) entry))
        {
            return 0;
        }

        try
        {
            return await entry.Observer.CommandAsync(command);
        }
        catch (Exception e)
        {
            if (TimeProvider.System.GetElapsedTime(entry.HeardAt) >= Lease || !_edges.ContainsKey(edge))
            {
                return 0; // it was gone already, and its sessions with it
            }

            throw new ChannelRefusedException(ChannelRefusal.Unavailable, $"Edge {edge} gave no answer: {e.Message}");
        }
    }
}
