using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients.Sending;

/// <summary>Publications that come together are one piece of a client's queue where they fit, and no less than each of them where not.</summary>
public sealed class DeliveryRunTests
{
    private const int Count = 10;
    private const int Size = 100;

    [Fact]
    public async Task Publications_TogetherToManySubscribers_ComeInOrderEachOnceAndAreEncodedOnce()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        NativeClient[] clients = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => edge.SubscribeAsync("open:a")));

        await edge.PublishTogetherAsync("open:a", [.. Enumerable.Repeat(Size, Count)]);

        foreach (NativeClient client in clients)
        {
            await client.ReadAsync(1, Count);
            await client.DisposeAsync();
        }

        Assert.Equal(Count, edge.Get<DeliveryFrames>().EncodedCount);
    }

    // In one message the client publishes; what comes back to it is behind its own replies and in order.
    [Fact]
    public async Task Publications_TogetherToTheirPublisher_ComeInOrder()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.SubscribeAsync("open:a");

        await client.SendAsync([.. Enumerable.Range(1, Count).Select(static i => NativeClient.Command(10 + i, "publish", $"{{\"channel\":\"open:a\",\"data\":{i}}}"))]);

        for (int i = 1; i <= Count; i++)
        {
            Assert.Equal($"{i}", await client.PublicationAsync());
        }
    }

    // The queue has room for a few: those are taken one by one, the rest is the slow reader's policy to judge.
    [Fact]
    public void Run_LargerThanTheRoom_IsTakenAsFarAsThereIsRoom()
    {
        DeliveryFrames frames = new(Microsoft.Extensions.Options.Options.Create(new ClientCompressionOptions()), Microsoft.Extensions.Options.Options.Create(new CompressionOptions()));
        Delivery[] run = [.. Enumerable.Range(1, Count).Select(static i => new Delivery(new ChannelEvent(
            ChannelEventKind.Published, "a", "epoch", i, new Publication { Data = Encoding.ASCII.GetBytes($"\"{new string('x', Size)}\""), Offset = i })))];
        int one = frames.Get(run[0], windowBits: 0).Length;
        OutboundQueue queue = new(one * 4, new HighWaterMark());

        Assert.Equal(4, queue.AddDeliveries(run, frames, windowBits: 0, owner: this));
        Assert.Equal(one * 4, queue.Octets);
        Assert.Equal(1, queue.Drop(this));
        Assert.Equal(3, queue.AddDeliveries(run.AsSpan(5, 3), frames, windowBits: 0, owner: this));
        Assert.Equal(6, queue.Drop(this));
        Assert.Equal(0, queue.Octets);
    }
}
