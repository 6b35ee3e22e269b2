using System.Text;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Echo;

public sealed class CompressedEchoTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private const byte CompressedText = ClientFrames.Fin | ClientFrames.Rsv1 | 1;

    private readonly EdgeHost _edge = fixture.Edge;

    // The messages are shorter than the smallest window, so that what the client compresses keeps to every agreement.
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits=\"10\"", "permessage-deflate; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits=8", "permessage-deflate; client_max_window_bits=8")]
    [InlineData("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=12")]
    [InlineData("permessage-deflate; server_max_window_bits=8, permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate; unknown, permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("x-other, permessage-deflate", "permessage-deflate")]
    [InlineData(
        "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9; client_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9")]
    public async Task CompressedMessages_Received_AfterAnOffer_AreEchoedAsAgreed(string offer, string agreed)
    {
        foreach (Road road in (Road[])[Road.Http1, Road.Http2])
        {
            await using WebSocketClient client = await _edge.OpenAsync(road, offer);
            Assert.Equal(agreed, client.Extensions);
            using RawDeflate deflate = new();
            for (int i = 0; i < 5; i++)
            {
                byte[] message = Encoding.UTF8.GetBytes($"message {i} {new string('a', 150)} message {i}");

                ServerFrame echo = await client.EchoAsync(ClientFrames.Frame(CompressedText, RawDeflate.Compress(message)));

                Assert.True(echo.Compressed);
                Assert.True(echo.Payload.Length < message.Length);
                Assert.Equal(message, deflate.Inflate(echo.Payload));
                if (agreed.Contains("server_no_context_takeover", StringComparison.Ordinal))
                {
                    deflate.ForgetWindow(); // inflating the next shows that it does not refer back
                }
            }
        }
    }

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("x-webkit-deflate-frame")]
    public async Task Offer_Received_NotToBeHonoured_IsDeclined(string offer)
    {
        await using WebSocketClient client = await _edge.OpenAsync(offer: offer);

        Assert.Null(client.Extensions);
        Assert.False((await client.EchoAsync(ClientFrames.Text(new string('a', 1000)))).Compressed);
    }

    [Fact]
    public async Task CompressedMessage_Received_InFragments_IsEchoedCompressed()
    {
        await using WebSocketClient client = await _edge.OpenAsync(offer: "permessage-deflate");
        using RawDeflate deflate = new();
        byte[] message = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(static i => $"line {i}\n")));
        byte[] compressed = RawDeflate.Compress(message);

        await client.SendAsync(
            ClientFrames.Frame(ClientFrames.Rsv1 | 1, compressed.AsSpan(0, 1)),
            ClientFrames.Frame(0, compressed.AsSpan(1, 100)),
            ClientFrames.Frame(ClientFrames.Fin, compressed.AsSpan(101)));

        Assert.Equal(message, deflate.Inflate((await client.ReceiveAsync()).Payload));
    }

    [Theory]
    [InlineData(Road.Http1)]
    [InlineData(Road.Http2)]
    public async Task CompressedZeros_Received_AreInflatedAndEchoed(Road road)
    {
        byte[] zeros = new byte[16 << 20];
        await using WebSocketClient client = await _edge.OpenAsync(road, "permessage-deflate");
        using RawDeflate deflate = new();

        ServerFrame echo = await client.EchoAsync(ClientFrames.Frame(ClientFrames.Fin | ClientFrames.Rsv1 | 2, RawDeflate.Compress(zeros)));

        Assert.True(zeros.AsSpan().SequenceEqual(deflate.Inflate(echo.Payload)));
    }

    [Fact]
    public async Task CompressedMessage_Received_InflatingBeyondTheLimit_FailsWith1009()
    {
        await using EdgeHost edge = await EdgeHost.StartAsync("--Edge:Limits:MaxInflatedOctets=1000");
        await using WebSocketClient client = await edge.OpenAsync(offer: "permessage-deflate");
        using RawDeflate deflate = new();
        ServerFrame most = await client.EchoAsync(ClientFrames.Frame(CompressedText, RawDeflate.Compress(new byte[1000])));
        Assert.Equal(1000, deflate.Inflate(most.Payload).Length);

        await client.SendAsync(ClientFrames.Frame(CompressedText, RawDeflate.Compress(new byte[1001])));

        ServerFrame close = await client.ReceiveAsync();
        Assert.Equal(1009, close.CloseCode);
        Assert.EndsWith("(RFC 7692 8)", close.CloseReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompressedMessage_Received_NotDeflate_FailsWith1007()
    {
        await using WebSocketClient client = await _edge.OpenAsync(offer: "permessage-deflate");

        await client.SendAsync(ClientFrames.Frame(CompressedText, [0xFF, 0xFF, 0xFF, 0xFF]));

        Assert.Equal(1007, (await client.ReceiveAsync()).CloseCode);
    }
}
