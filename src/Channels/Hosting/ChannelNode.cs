using System.Collections.Concurrent;

namespace Stratus.Realtime.Channels;

// What one host of a cluster has: the channels that live on it, and one link to each edge that wants something of them.
// Nothing here knows how a call got here, or that there are other hosts.

/// <summary>The channels of one host, and the links from there to edges.</summary>
public sealed class ChannelNode : IDisposable
{
    private const int SweepShare = 16; // each beat looks at a sixteenth of the channels

    private readonly ConcurrentDictionary<HostedChannel, bool> _channels = new();
    private readonly ConcurrentDictionary<string, LinkPump> _links = new(StringComparer.Ordinal);
    private readonly NamespaceTable _namespaces;
    private readonly LinkLimits _limits;
    private readonly int _maxChannels;
    private readonly long _start;
    private readonly ITimer _beat;
    private int _beats;
    private int _count;

    /// <summary>Makes a host without channels.</summary>
    /// <param name="namespaces">The rules of channels.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">Of the links to edges.</param>
    /// <param name="maxChannels">The most channels at a time; what moves here is taken nevertheless.</param>
    /// <param name="log">Keeps what has to outlive the host; null where no namespace asks for that.</param>
    public ChannelNode(NamespaceTable namespaces, TimeProvider time, LinkLimits limits, int maxChannels, IChannelLog? log = null)
    {
        _namespaces = namespaces;
        Time = time;
        _limits = limits;
        _maxChannels = maxChannels;
        Log = log;
        _start = time.GetTimestamp();
        _beat = time.CreateTimer(static node => ((ChannelNode)node!).OnBeat(), this, limits.Heartbeat, limits.Heartbeat);
    }

    /// <summary>How many channels are open.</summary>
    public int ChannelCount => Volatile.Read(ref _count);

    /// <summary>How many edges there are links to.</summary>
    public int LinkCount => _links.Count;

    /// <summary>What happened so far.</summary>
    public NodeCounters Counters { get; } = new();

    /// <summary>The channels that are open.</summary>
    public IEnumerable<HostedChannel> Channels => _channels.Keys;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    internal IChannelLog? Log { get; }

    internal TimeSpan Now => Time.GetElapsedTime(_start);

    internal TimeSpan Lease => _limits.Lease;

    /// <summary>Opens a channel here. Whoever does sees to it that it is open nowhere else, as well as can be: only the log knows for sure.</summary>
    /// <param name="name">The channel.</param>
    /// <param name="moved">What it was where it is moved from; null for one that begins here, or goes on from its log.</param>
    /// <exception cref="InvalidOperationException">The channel's namespace is not known, or asks for a log that there is not.</exception>
    /// <exception cref="ChannelLimitException">There are as many channels as there may be.</exception>
    /// <exception cref="GatewayUnavailableException">The log did not answer.</exception>
    public async ValueTask<HostedChannel> OpenAsync(string name, ChannelSnapshot? moved = null)
    {
        ChannelRules rules = _namespaces.Find(name)
            ?? throw new InvalidOperationException($"The namespace of channel '{name}' is not known.");
        if (Interlocked.Increment(ref _count) > _maxChannels && moved is null)
        {
            Interlocked.Decrement(ref _count);
            throw new ChannelLimitException($"There are {_maxChannels} channels already: no new one can be made.");
        }

        try
        {
            HostedChannel channel = await HostedChannel.OpenAsync(this, name, rules, moved);
            _channels[channel] = true;
            if (moved is not null)
            {
                Counters.Moved();
            }

            return channel;
        }
        catch (Exception)
        {
            Interlocked.Decrement(ref _count);
            throw;
        }
    }

    /// <summary>The channels that are in use and match a pattern, in no order.</summary>
    /// <param name="pattern">A name in which * stands for any characters; empty for all.</param>
    public IReadOnlyList<ChannelSummary> List(string pattern) =>
    [
        .. from channel in _channels.Keys
           where ChannelPattern.Matches(pattern, channel.Name)
           let summary = channel.Summary
           where summary is not null
           select summary.Value,
    ];

    /// <summary>Stops the beat. Channels are forgotten with the object.</summary>
    public void Dispose() => _beat.Dispose();

    /// <summary>The link to an edge; made when there is none.</summary>
    internal LinkPump LinkTo(string edge, ILinkReceiver receiver)
    {
        if (_links.TryGetValue(edge, out LinkPump? link))
        {
            return link;
        }

        LinkPump? made = null;
        made = new LinkPump(Time, _limits, () => _ = EndLeaseAsync(edge, receiver, made!)) { Counters = Counters };
        made.Start(edge, receiver);
        return _links.GetOrAdd(edge, made);
    }

    internal void Remove(HostedChannel channel)
    {
        if (_channels.TryRemove(channel, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    // In this order: who attaches meanwhile does so on the next link, and is not ended with this one. The other way round there
    // would be attachments without a link, and nobody to end them. An edge that was merely silent hears of the next link at
    // once; one that had nothing attached is given up.
    private async Task EndLeaseAsync(string edge, ILinkReceiver receiver, LinkPump link)
    {
        _links.TryRemove(new KeyValuePair<string, LinkPump>(edge, link));
        bool wasAttached = false;
        foreach (HostedChannel channel in _channels.Keys)
        {
            wasAttached |= await channel.EndEdgeAsync(edge, link);
        }

        if (wasAttached)
        {
            LinkTo(edge, receiver);
        }
    }

    private void OnBeat()
    {
        foreach (LinkPump link in _links.Values)
        {
            link.Beat();
        }

        int share = _beats++ % SweepShare;
        foreach (HostedChannel channel in _channels.Keys)
        {
            if (channel.IsUnsettled || (channel.Name.GetHashCode(StringComparison.Ordinal) & (SweepShare - 1)) == share)
            {
                _ = channel.SweepAsync();
            }
        }
    }
}
