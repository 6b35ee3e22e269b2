using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>Channels without threads: every batch is sent, lost or kept back by the test, and every call can be held up.</summary>
internal sealed class DeskGateway(ManualTime time) : IChannelGateway
{
    private readonly Lock _lock = new();
    private readonly NamespaceTable _namespaces = SampleRules.Table;
    private readonly Dictionary<string, ChannelState> _channels = [];
    private readonly List<ChannelEvent> _outbox = [];
    private readonly List<string> _calls = [];
    private ILinkReceiver _receiver = null!;
    private string _edge = "";
    private int _epochs;
    private int _links = 1;
    private long _number;
    private long _batches;

    /// <summary>Awaited before a call is carried out; gets its name.</summary>
    public Func<string, Task>? Arriving { get; set; }

    /// <summary>Awaited after it, before the answer is given.</summary>
    public Func<string, Task>? Answering { get; set; }

    public LinkId Link => new(_edge, $"link-{_links}");

    /// <summary>How many calls of a kind there were.</summary>
    public int Count(string call)
    {
        lock (_lock)
        {
            return _calls.Count(made => made == call);
        }
    }

    public ChannelState Channel(string name)
    {
        lock (_lock)
        {
            return _channels.TryGetValue(name, out ChannelState? state) ? state : _channels[name] = Make(name);
        }
    }

    /// <summary>Publishes as another edge; what comes of it waits in the outbox.</summary>
    public Position Publish(string channel, params string[] texts)
    {
        lock (_lock)
        {
            ChannelState state = Channel(channel);
            state.Publish(new PublishBatch("another", ++_number, [.. texts.Select(Text.Request)]), time.GetElapsedTime(0), 0, Outbox(state));
            return state.Top;
        }
    }

    /// <summary>A channel loses all that it knows.</summary>
    public void Forget(string channel)
    {
        lock (_lock)
        {
            _channels[channel] = Make(channel);
        }
    }

    /// <summary>Another place knows the channels now; the link that was will be silent.</summary>
    public void BeginLink()
    {
        lock (_lock)
        {
            _links++;
            _batches = 0;
        }
    }

    /// <summary>Sends what waits, or a heartbeat.</summary>
    public async Task DeliverAsync() => await _receiver.ReceiveAsync(Take());

    /// <summary>Sends what waits into the void.</summary>
    public void Swallow() => Take();

    /// <summary>Takes what waits as the next batch, to be given to the edge later.</summary>
    public LinkBatch Take()
    {
        lock (_lock)
        {
            LinkBatch batch = new(Link, ++_batches, [.. _outbox]);
            _outbox.Clear();
            return batch;
        }
    }

    public void Add(ChannelEvent item)
    {
        lock (_lock)
        {
            _outbox.Add(item);
        }
    }

    public void Start(string edge, ILinkReceiver receiver) => (_edge, _receiver) = (edge, receiver);

    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) =>
        CallAsync("publish", channel, (state, now, events) => state.Publish(batch, now, 0, events));

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => CallAsync("attach", channel, (state, now, events) =>
    {
        bool isContinuous = state.Attach(_edge, request, now, events);
        return new AttachResult(Link, state.Top, isContinuous);
    });

    public async ValueTask DetachAsync(string channel, long generation) =>
        await CallAsync("detach", channel, (state, now, events) => Done(() => state.Detach(_edge, generation, now, events)));

    public async ValueTask ReportSubscribersAsync(string channel, int subscribers) =>
        await CallAsync("report", channel, (state, _, _) => Done(() => state.ReportSubscribers(_edge, subscribers)));

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) =>
        CallAsync("history", channel, (state, now, _) => state.Read(request, now));

    public async ValueTask RemoveHistoryAsync(string channel) =>
        await CallAsync("remove", channel, (state, _, _) => Done(state.RemoveHistory));

    public async ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        await CallAsync("members", channel, (state, now, events) => Done(() => state.UpdateMembers(_edge, generation, records, now, events)));

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) =>
        CallAsync("presence", channel, (state, _, _) => state.Members);

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => throw new NotSupportedException();

    private static bool Done(Action action)
    {
        action();
        return true;
    }

    private ChannelState Make(string name) => new(name, _namespaces.Find(name)!, $"epoch-{++_epochs}", time.GetElapsedTime(0));

    private List<ChannelEvent> Outbox(ChannelState state) => state.Edges.Count != 0 ? _outbox : [];

    private async ValueTask<T> CallAsync<T>(string call, string channel, Func<ChannelState, TimeSpan, ICollection<ChannelEvent>, T> action)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }

        if (Arriving is { } arriving)
        {
            await arriving(call);
        }

        T answer;
        lock (_lock)
        {
            ChannelState state = Channel(channel);
            List<ChannelEvent> events = [];
            answer = action(state, time.GetElapsedTime(0), events);
            if (state.Edges.Count != 0)
            {
                _outbox.AddRange(events);
            }
        }

        if (Answering is { } answering)
        {
            await answering(call);
        }

        return answer;
    }
}
