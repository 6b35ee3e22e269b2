using System.Collections.Concurrent;
using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>Channels that note what was asked of them and answer what a test has put there.</summary>
internal sealed class FakeGateway : IChannelGateway
{
    private int _offset;

    /// <summary>Thrown by everything that is asked of these channels.</summary>
    public ConcurrentDictionary<string, Exception> Faults { get; } = new();

    public bool IsBroken => Faults.Values.Any(f => f is InvalidOperationException);

    public ConcurrentQueue<(string Channel, PublishRequest Request)> Published { get; } = new();

    public ConcurrentQueue<(string Channel, HistoryRequest Request)> HistoryRequests { get; } = new();

    public ConcurrentQueue<string> Removed { get; } = new();

    public (string Pattern, int Limit)? Listed { get; private set; }

    public IReadOnlyList<ClientInfo> Members { get; set; } = [];

    public IReadOnlyList<ChannelSummary> Channels { get; set; } = [];

    public HistoryResult History { get; set; } = new(new Position("e", 0), [], true);

    /// <summary>What was published, as "channel payload".</summary>
    public IReadOnlyList<string> Payloads => [.. Published.Select(p => $"{p.Channel} {Encoding.UTF8.GetString(p.Request.Data.Span)}")];

    public void Start(string edge, ILinkReceiver receiver)
    {
    }

    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch)
    {
        Check(channel);
        List<Position> positions = [];
        foreach (PublishRequest request in batch.Requests)
        {
            Published.Enqueue((channel, request));
            positions.Add(new Position("e", Interlocked.Increment(ref _offset)));
        }

        return new(positions);
    }

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => throw new NotSupportedException();

    public ValueTask DetachAsync(string channel, long attachment) => throw new NotSupportedException();

    public ValueTask ReportSubscribersAsync(string channel, int subscribers) => throw new NotSupportedException();

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request)
    {
        Check(channel);
        HistoryRequests.Enqueue((channel, request));
        return new(History);
    }

    public ValueTask RemoveHistoryAsync(string channel)
    {
        Check(channel);
        Removed.Enqueue(channel);
        return default;
    }

    public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel)
    {
        Check(channel);
        return new(Members);
    }

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit)
    {
        Check("");
        Listed = (pattern, limit);
        return new(Channels);
    }

    private void Check(string channel)
    {
        if (Faults.TryGetValue(channel, out Exception? fault))
        {
            throw fault;
        }
    }
}
