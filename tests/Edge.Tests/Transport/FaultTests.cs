using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Echo;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Faults of our own end one connection, and its peer is told.</summary>
public sealed class FaultTests
{
    private const int Uploads = 64;

    // What the peer still sends must not reset the connection before it has read why it ends.
    [Fact]
    public async Task Fault_WhileThePeerUploads_IsToldBeforeTheEnd()
    {
        await using LoopEdge edge = await LoopEdge.StartAsync("--Edge:EventLoops=1");
        edge.Host.MayBeTroubled = true;
        edge.Transport.Add("/faulty", new FaultyApplication(edge.Host.Services.GetRequiredService<EchoEndpoint>().Route));
        await using WebSocketClient other = await edge.OpenAsync();
        WebSocketClient client = await edge.Host.OpenAsync(Road.Http1, path: "/faulty");
        byte[] message = ClientFrames.Binary(new byte[100_000]);
        for (int i = 0; i < Uploads; i++)
        {
            await client.SendAsync(message);
        }

        ServerFrame close = await client.ReceiveAsync();
        Assert.Equal((1011, "Internal error"), (close.CloseCode, close.CloseReason));
        await client.AssertEndAsync();
        Assert.Equal(2, edge.Transport.Count);
        await LoopEdge.AssertServedAsync(other);
        await client.DisposeAsync();
        await Bounded.UntilAsync(() => edge.Transport.Count == 1, "it is closed when the peer is gone");
        Assert.Contains("On purpose.", Assert.Single(edge.Host.Log.Troubles), StringComparison.Ordinal);
    }
}
