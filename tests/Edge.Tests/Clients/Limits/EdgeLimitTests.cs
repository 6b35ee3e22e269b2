using System.Text;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>The limits of the edge and its echo route, one below, at and one above each, with the metric that counts it.</summary>
public sealed class EdgeLimitTests
{
    [Theory]
    [LimitTest("Edge:Limits:MaxMessageOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Message_AroundTheLimit_IsEchoedUpToIt(int over)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxMessageOctets=500");
        await using WebSocketClient client = await edge.OpenAsync();

        ServerFrame answer = await client.EchoAsync(ClientFrames.Text(new string('a', 500 + over)));

        await AssertAsync(edge, client, answer, over, 1009, "MessageTooBig");
    }

    [Theory]
    [LimitTest("Edge:Limits:MaxInflatedOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CompressedMessage_AroundTheLimit_IsEchoedUpToIt(int over)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxInflatedOctets=500");
        await using WebSocketClient client = await edge.OpenAsync(offer: "permessage-deflate");

        ServerFrame answer = await client.EchoAsync(ClientFrames.Frame(
            ClientFrames.Fin | ClientFrames.Rsv1 | 1, RawDeflate.Compress(Encoding.ASCII.GetBytes(new string('a', 500 + over)))));

        await AssertAsync(edge, client, answer, over, 1009, "InflatedMessageTooBig");
    }

    [Theory]
    [LimitTest("Edge:Limits:MaxFragments")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task FragmentsOfAMessage_AroundTheLimit_AreEchoedUpToIt(int over)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxFragments=6");
        await using WebSocketClient client = await edge.OpenAsync();
        int count = 6 + over;

        await client.SendAsync([.. Enumerable.Range(0, count).Select(i =>
            ClientFrames.Frame((byte)((i == 0 ? 1 : 0) | (i == count - 1 ? ClientFrames.Fin : 0)), "x"u8))]);

        await AssertAsync(edge, client, await client.ReceiveAsync(), over, 1008, "TooManyFragments");
    }

    [Theory]
    [LimitTest("Edge:Limits:MaxControlFramesPerSecond")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task PingsInASecond_AroundTheLimit_AreAnsweredUpToIt(int over)
    {
        ManualTime time = new();
        await using EdgeHost edge = await EdgeHost.StartAsync(time, "--Edge:Limits:MaxControlFramesPerSecond=6");
        await using WebSocketClient client = await edge.OpenAsync();
        for (int i = 1; i < 6 + over; i++)
        {
            Assert.Equal(ServerFrame.PongOpcode, (await client.EchoAsync(ClientFrames.Ping("x"))).Opcode);
        }

        await AssertAsync(edge, client, await client.EchoAsync(ClientFrames.Ping("x")), over, 1008, "TooManyControlFrames");
    }

    [Theory]
    [LimitTest("Edge:Limits:MaxConnections")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Connections_AroundTheLimit_AreTakenUpToIt(int over)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxConnections=4");
        List<WebSocketClient> clients = [];
        for (int i = 1; i < 4 + over; i++)
        {
            clients.Add(await edge.OpenAsync());
        }

        Assert.Equal(over > 0 ? 503 : 101, (await edge.AskAsync(Requests.Make())).Status);
        Assert.Equal(over > 0 ? 1 : 0, edge.Meter.Sum("stratus.handshakes.refused", "rule=Full"));
        foreach (WebSocketClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // What is asked for holds up to the limit, and the limit above it; there is nothing to count.
    [Theory]
    [LimitTest("Edge:Compression:MaxWindowBits")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Window_AroundTheLimit_IsAgreedOnUpToIt(int over)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:MaxWindowBits=12");
        await using WebSocketClient client = await edge.OpenAsync(offer: $"permessage-deflate; server_max_window_bits={12 + over}");

        Assert.Equal($"permessage-deflate; server_max_window_bits={Math.Min(12, 12 + over)}", client.Extensions);
    }

    // A connection may compress while less than the budget is taken.
    [Theory]
    [LimitTest("Edge:Compression:BudgetOctets")]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CompressionMemory_AroundTheLimit_IsGivenBelowIt(int over)
    {
        long cost;
        await using (EdgeHost measured = await EdgeHost.StartAsync())
        {
            await using WebSocketClient one = await measured.OpenAsync(offer: "permessage-deflate");
            cost = measured.Services.GetService(typeof(DeflateBudget)) is DeflateBudget budget ? budget.TakenOctets : 0;
        }

        await using EdgeHost edge = await EdgeHost.StartAsync($"--Edge:Compression:BudgetOctets={cost - over}");
        await using WebSocketClient first = await edge.OpenAsync(offer: "permessage-deflate");
        await using WebSocketClient second = await edge.OpenAsync(offer: "permessage-deflate");

        Assert.NotNull(first.Extensions);
        Assert.Equal(over < 0, second.Extensions is not null);
        Assert.Equal(over < 0 ? 0 : 1, edge.Meter.Sum("stratus.compression.declined"));
    }

    private static async Task AssertAsync(EdgeHost edge, WebSocketClient client, ServerFrame answer, int over, int code, string rule)
    {
        if (over <= 0)
        {
            Assert.NotEqual(ServerFrame.CloseOpcode, answer.Opcode);
            return;
        }

        Assert.Equal(code, answer.CloseCode);
        await client.SendAsync(ClientFrames.Close(1000));
        Assert.Contains($"rule={rule}", Assert.Single(await edge.EndedAsync(1)), StringComparison.Ordinal);
    }
}
