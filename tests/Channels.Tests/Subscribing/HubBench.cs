using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Subscribing;

/// <summary>A hub above a <see cref="DeskGateway"/>, with manual time.</summary>
internal sealed class HubBench : IDisposable
{
    public const string Channel = "long:a";

    private int _turns;

    public HubBench(HubLimits? limits = null)
    {
        Gateway = new DeskGateway(Time);
        Hub = new ChannelHub(Gateway, SampleRules.Table, Time, limits ?? new HubLimits(), () => Interlocked.Increment(ref _turns));
    }

    public ManualTime Time { get; } = new();

    public DeskGateway Gateway { get; }

    public ChannelHub Hub { get; }

    public int Turns => Volatile.Read(ref _turns);

    /// <summary>Subscribes; complete when it is live or has failed.</summary>
    public async Task<Subscription> SubscribeAsync(Reader reader, Position? since = null, string channel = Channel)
    {
        Subscription subscription = Hub.Join(channel, reader, wantsMembers: true);
        await Hub.BeginAsync(subscription, since).AsTask().WaitAsync(Wait.Bound);
        return subscription;
    }

    /// <summary>Publishes and lets the link carry it.</summary>
    public async Task<Position> PublishAsync(params string[] texts)
    {
        Position position = Gateway.Publish(Channel, texts);
        await Gateway.DeliverAsync();
        return position;
    }

    /// <summary>Lets time pass in steps that are short enough for every beat and retry; the link says that it lives.</summary>
    public async Task PassAsync(TimeSpan time, bool heartbeats = true)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(500);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
            if (heartbeats)
            {
                await Gateway.DeliverAsync();
            }
        }
    }

    /// <summary>Waits for what happens on other threads; a little time may pass.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => Time.Advance(TimeSpan.FromMilliseconds(50)));

    public void Dispose() => Hub.Dispose();
}
