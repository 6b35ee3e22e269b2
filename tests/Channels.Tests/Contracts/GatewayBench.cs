namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>A started gateway with a receiver that records, and with time in the test's hand.</summary>
public abstract class GatewayBench : IAsyncDisposable
{
    private long _number;

    /// <summary>The edge that the gateway was started for.</summary>
    public const string Edge = "edge-1";

    /// <summary>What is tested.</summary>
    public abstract IChannelGateway Gateway { get; }

    /// <summary>What came on its links.</summary>
    public RecordingReceiver Receiver { get; } = new();

    /// <summary>Lets time pass; what this makes due by itself (heartbeats, forgetting) has been done then.</summary>
    public abstract ValueTask PassAsync(TimeSpan time);

    /// <summary>Waits for what the gateway does in the background. A little time may pass.</summary>
    public abstract Task UntilAsync(Func<bool> condition, string what);

    public abstract ValueTask DisposeAsync();

    /// <summary>Publishes as an edge that has not published yet.</summary>
    public async ValueTask<Position> PublishAsync(string channel, PublishRequest request) =>
        (await PublishAsync(channel, [request]))[0];

    /// <summary>Publishes one batch.</summary>
    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, IReadOnlyList<PublishRequest> requests) =>
        Gateway.PublishAsync(channel, new PublishBatch(Edge, Interlocked.Increment(ref _number), requests));

    /// <summary>Attaches a channel from the start.</summary>
    public ValueTask<AttachResult> AttachAsync(string channel, long generation = 1, params MemberRecord[] members) =>
        Gateway.AttachAsync(channel, new AttachRequest(generation, null, members));

    /// <summary>Publishes a mark and waits until it has come: everything before it in this channel has come then too, if it comes at all.</summary>
    public async Task<IReadOnlyList<ChannelEvent>> EventsAsync(string channel)
    {
        string mark = $"mark-{Guid.NewGuid():N}";
        await PublishAsync(channel, Hosts.Text.Request(mark) with { SkipHistory = true });
        await UntilAsync(() => Receiver.Of(channel).Any(item => IsText(item, mark)), "the mark to come");
        return [.. Receiver.Of(channel).TakeWhile(item => !IsText(item, mark)).Where(item => !IsMark(item))];
    }

    private static bool IsText(ChannelEvent item, string text) => item.Publication is { } publication && Hosts.Text.Of(publication) == text;

    private static bool IsMark(ChannelEvent item) =>
        item.Publication is { } publication && Hosts.Text.Of(publication).StartsWith("mark-", StringComparison.Ordinal);
}
