using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Handshakes;

public sealed class CompressionTests
{
    private const string Offer = "permessage-deflate; client_max_window_bits";

    [Fact]
    public async Task Offer_Received_CompressionDisabled_IsDeclined()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:Enabled=false");
        await using WebSocketClient client = await edge.OpenAsync(offer: Offer);

        Assert.Null(client.Extensions);
        Assert.False((await client.EchoAsync(ClientFrames.Text(new string('a', 1000)))).Compressed);
        Assert.Equal(0, edge.Budget.TakenOctets);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Offer_Received_BudgetSpent_IsDeclined(string budget)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:BudgetOctets=" + budget);
        long room = long.Parse(budget, System.Globalization.CultureInfo.InvariantCulture);
        for (long i = 0; i < room; i++)
        {
            await using WebSocketClient last = await edge.OpenAsync(offer: Offer);
            Assert.NotNull(last.Extensions); // the last that still found room
            await using WebSocketClient next = await edge.OpenAsync(offer: Offer);
            Assert.Null(next.Extensions);
            Assert.Equal("x", (await next.EchoAsync(ClientFrames.Text("x"))).Text);
        }

        await Bounded.UntilAsync(() => edge.Budget.TakenOctets == 0, "the budget is given back");
        await using WebSocketClient client = await edge.OpenAsync(offer: Offer);
        Assert.Equal(room != 0, client.Extensions is not null);
    }

    [Fact]
    public async Task Budget_Observed_WhileAConnectionCompresses_IsMeasured()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync(offer: Offer);

        Assert.True(edge.Budget.TakenOctets > 0);
        Assert.Equal(edge.Budget.TakenOctets, edge.Meter.Observe("stratus.compression.memory"));
        Assert.Equal(1, edge.Meter.Observe("stratus.connections.open"));
    }

    [Fact]
    public async Task Offer_Received_WindowLimitedByTheOption_IsAnsweredWithIt()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:MaxWindowBits=11");
        await using WebSocketClient client = await edge.OpenAsync(offer: "permessage-deflate");

        Assert.Equal("permessage-deflate; server_max_window_bits=11", client.Extensions);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public async Task Message_Echoed_AroundMinMessageOctets_IsCompressedFromThereOn(int octets, bool compressed)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Compression:MinMessageOctets=100");
        await using WebSocketClient client = await edge.OpenAsync(offer: "permessage-deflate");

        ServerFrame echo = await client.EchoAsync(ClientFrames.Text(new string('a', octets)));

        Assert.Equal(compressed, echo.Compressed);
    }
}
