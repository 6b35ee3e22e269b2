using System.Diagnostics;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

/// <summary>Without a listener nothing is made for traces: what is published goes on as it came.</summary>
[Collection(Alone.Name)]
public sealed class SilenceTests
{
    private static readonly PublishRequest Request = new("1"u8.ToArray());

    [Fact]
    public void Traces_NobodyListens_AllocateNothing()
    {
        PublishRequest[] batch = [Request, Request];
        Assert.False(ChannelTraces.IsListenedTo);
        Ask(batch); // what is made once
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Ask(batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Publisher_NobodyListens_PassesOnWhatItWasGiven()
    {
        EchoGateway gateway = new();
        Completion completion = new();
        new ChannelPublisher(gateway, "edge", TimeProvider.System).Enqueue("a", Request, completion, 7).Flush();

        Assert.Same(Request, Assert.Single(gateway.Requests));
        Assert.Equal(7, completion.Tag);
    }

    [Fact]
    public void Publisher_SomebodyListens_AddsTheTraceAlone()
    {
        EchoGateway gateway = new();
        Completion completion = new();
        using SpanRecorder spans = new();
        new ChannelPublisher(gateway, "edge", TimeProvider.System).Enqueue("a", Request, completion, 7).Flush();

        Assert.Equal(Request with { TraceParent = gateway.Requests[0].TraceParent }, gateway.Requests[0]);
        Assert.Equal(["send", "publish"], spans.Ended.Select(static span => span.OperationName));
        Assert.Equal(spans.Ended[1].Id, gateway.Requests[0].TraceParent);
        Assert.Equal(7, completion.Tag);
        Assert.Null(Activity.Current);
    }

    private static void Ask(PublishRequest[] batch)
    {
        _ = ChannelTraces.IsListenedTo ? ChannelTraces.StartBatch("send", ActivityKind.Client, batch, static request => request.TraceParent) : null;
        Assert.Null(ChannelTraces.StartBelow("fan out", ActivityKind.Consumer));
        Assert.Null(ChannelTraces.CurrentTraceParent);
    }

    private sealed class Completion : IPublishCompletion
    {
        public long Tag { get; private set; }

        public void OnPublished(long tag, PublishOutcome outcome, Position position) => Tag = tag;
    }

    /// <summary>Answers at once.</summary>
    private sealed class EchoGateway : IChannelGateway
    {
        public List<PublishRequest> Requests { get; } = [];

        public void Start(string edge, ILinkReceiver receiver)
        {
        }

        public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch)
        {
            Requests.AddRange(batch.Requests);
            return new([.. batch.Requests.Select(static _ => new Position("e", 1))]);
        }

        public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => throw new NotSupportedException();

        public ValueTask DetachAsync(string channel, long generation) => throw new NotSupportedException();

        public ValueTask ReportSubscribersAsync(string channel, int subscribers) => throw new NotSupportedException();

        public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) => throw new NotSupportedException();

        public ValueTask RemoveHistoryAsync(string channel) => throw new NotSupportedException();

        public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => throw new NotSupportedException();
    }
}
