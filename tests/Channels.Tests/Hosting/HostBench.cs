using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>Hosts with one clock and one log, and edges that write down what comes to them.</summary>
internal sealed class HostBench : IDisposable
{
    private static readonly TimeSpan LittleTime = TimeSpan.FromMilliseconds(50);

    private readonly List<ChannelNode> _nodes = [];
    private long _number;

    public HostBench()
    {
        Log = new MemoryLog(Time);
        First = Add();
        Second = Add();
    }

    public static LinkLimits Limits { get; } = new();

    public ManualTime Time { get; } = new();

    public MemoryLog Log { get; }

    public ChannelNode First { get; }

    public ChannelNode Second { get; }

    public RecordingReceiver A { get; } = new();

    public RecordingReceiver B { get; } = new();

    public static MemberRecord Present(string client, long version = 1) => new(new ClientInfo("user", client), version, IsPresent: true);

    public static string[] Moves(RecordingReceiver receiver, string channel) =>
        [.. receiver.Of(channel).Where(item => item.Member is not null).Select(item => $"{item.Kind} {item.Member!.Client}")];

    public static string[] Texts(RecordingReceiver receiver, string channel) =>
        [.. receiver.Of(channel).Where(item => item.Publication is not null).Select(item => Text.Of(item.Publication!))];

    public static int Detachments(RecordingReceiver receiver, string channel) =>
        receiver.Of(channel).Count(item => item.Kind == ChannelEventKind.Detached);

    public ChannelNode Add(int maxChannels = 1000)
    {
        ChannelNode node = new(StoredRules.Mixed, Time, Limits, maxChannels, Log);
        _nodes.Add(node);
        return node;
    }

    public PublishBatch Batch(params string[] texts) => new("publisher", ++_number, [.. texts.Select(Text.Request)]);

    public ValueTask<AttachResult> AttachAAsync(HostedChannel channel, long generation = 1, params MemberRecord[] members) =>
        channel.AttachAsync("a", A, new AttachRequest(generation, null, members) { IsAgain = generation > 1 });

    public ValueTask<AttachResult> AttachBAsync(HostedChannel channel, long generation = 1, params MemberRecord[] members) =>
        channel.AttachAsync("b", B, new AttachRequest(generation, null, members) { IsAgain = generation > 1 });

    /// <summary>Waits for what happens on other threads; little time passes.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => Time.Advance(LittleTime));

    /// <summary>Lets time pass, a beat at a time up to some thousands.</summary>
    public void Pass(TimeSpan time)
    {
        TimeSpan step = time / 4000 > Limits.Heartbeat ? time / 4000 : Limits.Heartbeat;
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
        }
    }

    public void Dispose()
    {
        A.Release();
        B.Release();
        _nodes.ForEach(static node => node.Dispose());
    }
}
