using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>More subscribers than one turn of an event loop sends to.</summary>
public sealed class FanOutTests
{
    private const int Subscribers = 200;

    [Fact]
    public async Task Publication_ThatComesWhileAnotherIsBeingSent_GoesWithItToThoseWhoWait()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Edge:Transport=Auto", "--Edge:EventLoops=1");
        EventLoop loop = edge.Host.Services.GetRequiredService<SocketTransport>().Loops.First;
        await using NativeClient publisher = await edge.ConnectAsync();
        List<NativeClient> subscribers = [];
        for (int i = 0; i < Subscribers; i++)
        {
            subscribers.Add(await edge.SubscribeAsync("live:a"));
        }

        Task<HeldLoop> told;
        using (await HeldLoop.HoldAsync(loop))
        {
            await publisher.BeginAsync("publish", """{"channel":"live:a","data":1}""");
            told = HeldLoop.HoldAsync(loop);
        }

        Task<HeldLoop> sending;
        using (await told) // of the first one, which nobody has yet
        {
            await publisher.BeginAsync("publish", """{"channel":"live:a","data":2}""");
            sending = HeldLoop.HoldAsync(loop);
        }

        Socket[] waiting;
        using (await sending)
        {
            waiting = [.. subscribers.Select(subscriber => subscriber.Wire.Socket).Where(socket => socket.Available == 0)];
            Assert.InRange(waiting.Length, 1, Subscribers - 1);
        }

        int frame = """{"push":{"channel":"live:a","pub":{"data":1}}}""".Length + 2;
        foreach (Socket socket in waiting)
        {
            Assert.True(socket.Poll(Bounded.Limit, SelectMode.SelectRead));
            Assert.InRange(socket.Available, 2 * frame, int.MaxValue); // both at once
        }

        foreach (NativeClient subscriber in subscribers)
        {
            Assert.Equal("1", await subscriber.PublicationAsync());
            Assert.Equal("2", await subscriber.PublicationAsync());
            await subscriber.DisposeAsync();
        }
    }
}
