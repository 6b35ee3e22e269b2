using System.Diagnostics;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>The drain, as clients of the messaging route see it.</summary>
public sealed class MessagingDrainTests
{
    [Fact]
    public async Task Drain_Clients_AreToldToComeBack()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient connected = await edge.SubscribeAsync("open:a", MessagingEdge.Token("ann"));
        await using NativeClient fresh = await edge.OpenAsync();
        await using NativeClient http2 = await edge.ConnectAsync(road: Road.Http2);

        Task stopping = edge.Host.StopAsync();

        Assert.Equal((3001, "shutdown"), await connected.ClosedAsync());
        Assert.Equal((3001, "shutdown"), await fresh.ClosedAsync());
        Assert.Equal((3001, "shutdown"), await http2.ClosedAsync());
        await http2.DisposeAsync(); // Kestrel waits for an HTTP/2 client to drop TCP after GOAWAY
        await stopping;
    }

    // What was acknowledged, and what was queued before the farewell, still arrives.
    [Fact]
    public async Task Drain_AfterPublications_DeliversThemBeforeTheFarewell()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.SubscribeAsync("open:a");
        for (int i = 0; i < 50; i++)
        {
            await client.PublishAsync("open:a", $"{i}");
        }

        await Wire.Bounded.UntilAsync(() => edge.Hub.Counters.Deliveries == 50, "all are delivered");
        Task stopping = edge.Host.StopAsync();

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", await client.PublicationAsync());
        }

        Assert.Equal(3001, (await client.ClosedAsync()).Code);
        await stopping;
    }

    [Fact]
    public async Task Drain_AtAPace_SpreadsTheFarewells()
    {
        const int Count = 300;
        TimeSpan pace = TimeSpan.FromSeconds(0.3); // a crowd of this size takes a millisecond each
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Edge:Times:DrainPace=00:00:10");
        NativeClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => edge.ConnectAsync()));
        long start = Stopwatch.GetTimestamp();

        Task stopping = edge.Host.StopAsync();
        (int Code, string Reason)[] ends = await Task.WhenAll(clients.Select(static c => c.ClosedAsync()));
        await stopping;

        Assert.All(ends, static end => Assert.Equal((3001, "shutdown"), end));
        Assert.InRange(Stopwatch.GetElapsedTime(start), pace - TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
        Assert.Equal(Count, edge.Host.Log.Ended.Count(static line => line.Contains("3001", StringComparison.Ordinal)));
    }
}
