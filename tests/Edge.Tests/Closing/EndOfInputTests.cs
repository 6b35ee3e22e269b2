using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

public sealed class EndOfInputTests
{
    private const string Lost = "code=1006 end=Lost route=/echo rule=None";

    [Theory]
    [InlineData("")]
    [InlineData("half a frame")]
    public async Task Fin_Received_WithoutClose_EndsTheConnection(string before)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("x"));
        if (before.Length != 0)
        {
            await client.SendAsync(ClientFrames.Text(before)[..^3]);
        }

        client.Socket.Shutdown(SocketShutdown.Send);

        await client.AssertEndAsync();
        Assert.Equal([Lost], await edge.EndedAsync(1));
    }

    // What was sent before the FIN is still answered. Regression: over Kestrel it was not, when the edge was slower than the FIN.
    [Fact]
    public async Task Fin_Received_BehindMessages_ComesAfterTheirEchoes()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using WebSocketClient client = await edge.OpenAsync();
        byte[] message = ClientFrames.Binary(new byte[100_000]);

        await client.SendAsync(message, message, message);
        client.Socket.Shutdown(SocketShutdown.Send);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(100_000, (await client.ReceiveAsync()).Payload.Length);
        }

        await client.AssertEndAsync();
    }

    [Fact]
    public async Task Reset_Received_EndsTheConnection()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        WebSocketClient client = await edge.OpenAsync();
        await client.EchoAsync(ClientFrames.Text("x"));

        client.Reset();

        Assert.Equal([Lost], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task Reset_Received_RightBehindTheHandshake_LeavesNothingOpen()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            WebSocketClient client = await edge.ConnectAsync();
            await client.SendAsync(Requests.Make(edits: "Sec-WebSocket-Extensions: permessage-deflate"), ClientFrames.Text("x"));
            client.Reset();
        }

        await using WebSocketClient last = await edge.OpenAsync();
        await Bounded.UntilAsync(() => edge.Connections.Count == 1 && edge.Budget.TakenOctets == 0, "only the last connection is open, which took none");
    }

    [Fact]
    public async Task TlsConnection_Reset_EndsTheConnection()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        WebSocketClient client = await edge.OpenAsync(Road.TlsHttp1);
        await client.EchoAsync(ClientFrames.Text("x"));

        client.Reset();

        Assert.Equal([Lost], await edge.EndedAsync(1));
    }

    // RFC 8441 §5: END_STREAM is what FIN is on TCP.
    [Fact]
    public async Task EndStream_Received_WithoutClose_EndsTheStream()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using Http2Client client = await Http2Client.OpenAsync(edge.Address(Road.Http2));

        await client.SendAsync(ClientFrames.Text("x"), endStream: true);

        Assert.Equal((byte[])[0x81, 1, (byte)'x'], await client.ReceiveToEndStreamAsync());
        Assert.Equal([Lost], await edge.EndedAsync(1));
    }

    // RFC 8441 §5: RST_STREAM with CANCEL is what a reset is on TCP.
    [Theory]
    [InlineData(0x8)]
    [InlineData(0x2)]
    public async Task ResetStream_Received_EndsTheConnection(int code)
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using Http2Client client = await Http2Client.OpenAsync(edge.Address(Road.Http2));
        await client.SendAsync(ClientFrames.Text("x"));
        await client.ReceiveAsync();

        await client.ResetAsync(code);

        Assert.Equal([Lost], await edge.EndedAsync(1));
    }

    [Fact]
    public async Task Http2Connection_Dropped_EndsItsWebSockets()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync();
        await using (Http2Client client = await Http2Client.OpenAsync(edge.Address(Road.Http2)))
        {
            await client.SendAsync(ClientFrames.Text("x"));
            await client.ReceiveAsync();
        }

        Assert.Equal([Lost], await edge.EndedAsync(1));
    }
}
