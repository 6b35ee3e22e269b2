using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.InProcess;

/// <summary>Bursts: delivered by the thread that published, at their end; and nothing is forgotten, however they are nested.</summary>
public sealed class DeliveryBurstTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RecordingReceiver _receiver = new();
    private readonly InProcessGateway _gateway;
    private long _number;

    public DeliveryBurstTests() => _gateway = Make(_receiver);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void End_Here_HasDeliveredWhenItReturns()
    {
        _gateway.Begin();
        Publish(_gateway, "x");
        Publish(_gateway, "y");
        Assert.Empty(_receiver.Batches);
        _gateway.End(here: true);
        Assert.Equal(2, Assert.Single(_receiver.Batches).Events.Count);
    }

    [Fact]
    public async Task End_NotHere_LeavesItToAnotherThread()
    {
        _gateway.Begin();
        Publish(_gateway, "x");
        _gateway.End(here: false);
        await ArrivedAsync(_receiver, 1);
    }

    [Fact]
    public async Task End_WithoutPublications_DoesNothing()
    {
        _gateway.Begin();
        _gateway.End(here: true);
        Assert.Empty(_receiver.Batches);
        Publish(_gateway, "x");
        await ArrivedAsync(_receiver, 1);
    }

    // Regression: the inner burst forgot that something waited, and no link carried anything any more.
    [Fact]
    public void Burst_WithinAnother_WaitsForTheOuterOne()
    {
        _gateway.Begin();
        Publish(_gateway, "x");
        _gateway.Begin();
        Publish(_gateway, "y");
        _gateway.End(here: true);
        Assert.Empty(_receiver.Batches);
        _gateway.End(here: true);
        Assert.Equal(2, Assert.Single(_receiver.Batches).Events.Count);
    }

    // Regression: a gateway that was published to in another one's burst was left without a pump.
    [Fact]
    public void Burst_OfAnotherGateway_IsNotThisOnes()
    {
        RecordingReceiver receiver = new();
        using InProcessGateway another = Make(receiver);
        _gateway.Begin(); // a burst begins and ends on one thread: nothing is awaited in between
        Publish(another, "x");
        Assert.True(SpinWait.SpinUntil(() => receiver.Batches.Sum(batch => batch.Events.Count) == 1, Patience));
        Publish(another, "y");
        Assert.True(SpinWait.SpinUntil(() => receiver.Batches.Sum(batch => batch.Events.Count) == 2, Patience));
        Assert.Empty(_receiver.Batches);
        _gateway.End(here: true);
    }

    [Fact]
    public async Task Publications_OfOtherThreadsMeanwhile_ComeToo()
    {
        _gateway.Begin();
        Publish(_gateway, "x");
        Thread other = new(() => Publish(_gateway, "y"));
        other.Start();
        other.Join();
        _gateway.End(here: true);
        await ArrivedAsync(_receiver, 2);
    }

    [Fact]
    public async Task Publications_AtAnyTime_AllComeInOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(() =>
        {
            Random random = new(publisher);
            for (int i = 0; i < 500; i++)
            {
                bool isBurst = random.Next(2) == 0;
                if (isBurst)
                {
                    _gateway.Begin();
                }

                for (int n = random.Next(1, 4); n > 0; n--)
                {
                    Publish(_gateway, "x");
                }

                if (isBurst)
                {
                    _gateway.End(here: random.Next(2) == 0);
                }
            }
        }, TestContext.Current.CancellationToken)));
        await ArrivedAsync(_receiver, (int)_number);
        Assert.Equal(Enumerable.Range(1, (int)_number).Select(offset => (long)offset), _receiver.Of("long:a").Select(item => item.Offset));
    }

    private static InProcessGateway Make(RecordingReceiver receiver)
    {
        InProcessGateway gateway = new(SampleRules.Table, new ManualTime()); // no beats: nothing comes but what is pumped
        gateway.Start("edge", receiver);
        gateway.AttachAsync("long:a", new AttachRequest(1, null, [])).AsTask().Wait();
        return gateway;
    }

    private static Task ArrivedAsync(RecordingReceiver receiver, int events) =>
        Wait.UntilAsync(() => receiver.Batches.Sum(batch => batch.Events.Count) == events, $"{events} events");

    private void Publish(InProcessGateway gateway, string text)
    {
        long number = Interlocked.Increment(ref _number);
        PublishBatch batch = new($"publisher-{number}", 1, [Text.Request(text)]);
        gateway.PublishAsync("long:a", batch).AsTask().Wait();
    }
}
