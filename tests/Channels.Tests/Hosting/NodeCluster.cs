using System.Collections.Concurrent;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>
/// Several hosts in one process, and who knows on which of them a channel is: it is opened when it is asked for, on a host
/// chosen by its name, or on the next one where that has no room. No channel is on two hosts, unless a test wants it so.
/// </summary>
internal sealed class NodeCluster : IDisposable
{
    private readonly ConcurrentDictionary<string, Home> _homes = new(StringComparer.Ordinal);
    private readonly NodePlace[] _places;
    private readonly Func<int, ChannelNode> _make;

    /// <summary>Makes hosts without channels.</summary>
    /// <param name="namespaces">The rules of channels.</param>
    /// <param name="time">The clock of all.</param>
    /// <param name="nodes">How many hosts.</param>
    /// <param name="limits">Of links.</param>
    /// <param name="maxChannels">The most channels on all hosts together.</param>
    public NodeCluster(NamespaceTable namespaces, TimeProvider time, int nodes, LinkLimits limits, int maxChannels = 100_000)
    {
        Log = new MemoryLog(time);
        _make = i => new ChannelNode(namespaces, time, limits, (maxChannels + nodes - 1 - i) / nodes, Log);
        _places = [.. Enumerable.Range(0, nodes).Select(i => new NodePlace(_make(i)))];
    }

    /// <summary>What all hosts store in.</summary>
    public MemoryLog Log { get; }

    /// <summary>The hosts that live.</summary>
    public IReadOnlyList<NodePlace> Places => _places;

    public void Dispose() => Array.ForEach(_places, static place => place.Node.Dispose());

    /// <summary>The channel, where it is open; opens it when it is not.</summary>
    public async ValueTask<(HostedChannel Channel, NodePlace Place)> FindAsync(string name)
    {
        Home home = HomeOf(name);
        await home.Turn.WaitAsync();
        try
        {
            if (!home.IsOpen)
            {
                await OpenAsync(home, name, null);
            }

            return (home.Channel!, home.Place!);
        }
        finally
        {
            home.Turn.Release();
        }
    }

    /// <summary>The channels that are in use, each where it is asked for.</summary>
    public IEnumerable<ChannelSummary> List(string pattern) =>
        from entry in _homes
        where ChannelPattern.Matches(pattern, entry.Key) && entry.Value.IsOpen
        let summary = entry.Value.Channel?.Summary
        where summary is not null
        select summary.Value;

    /// <summary>Moves a channel to the next host, with all that it is. One that is not open stays so.</summary>
    public async Task MoveAsync(string name)
    {
        Home home = HomeOf(name);
        await home.Turn.WaitAsync();
        try
        {
            if (home.IsOpen && await home.Channel!.CloseAsync() is { } snapshot)
            {
                home.First++;
                await OpenAsync(home, name, snapshot);
            }
        }
        finally
        {
            home.Turn.Release();
        }
    }

    /// <summary>The channel is asked for on another host from now on, and stays open where it was.</summary>
    public async Task SplitAsync(string name)
    {
        Home home = HomeOf(name);
        await home.Turn.WaitAsync();
        home.First++;
        home.Channel = null;
        home.Turn.Release();
    }

    /// <summary>A host dies, with its channels and links, and another one takes its place.</summary>
    public void KillNode(int index)
    {
        NodePlace dead = _places[index];
        _places[index] = new NodePlace(_make(index));
        dead.Kill();
    }

    private Home HomeOf(string name) => _homes.GetOrAdd(name, static name => new Home(name.Aggregate(0, static (hash, c) => ((hash * 31) + c) & 0xFFFF)));

    private async ValueTask OpenAsync(Home home, string name, ChannelSnapshot? moved)
    {
        for (int i = 0; ; i++)
        {
            NodePlace place = _places[(home.First + i) % _places.Length];
            try
            {
                home.Channel = await place.Node.OpenAsync(name, moved);
                home.Place = place;
                return;
            }
            catch (ChannelLimitException) when (i < _places.Length - 1)
            {
                // The next one may have room.
            }
        }
    }

    private sealed class Home(int first)
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>Where it is opened, if there is room.</summary>
        public int First { get; set; } = first;

        public HostedChannel? Channel { get; set; }

        public NodePlace? Place { get; set; }

        public bool IsOpen => Channel is { Closed.IsCompleted: false } && !Place!.IsDead;
    }
}
