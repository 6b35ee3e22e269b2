using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Tests.Clients.Native;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>A publication is encoded once, and compressed once for each window, however many get it.</summary>
public sealed class EncodeOnceTests
{
    private const string Deflate = "permessage-deflate; server_max_window_bits=";

    private static readonly string Long = $"\"{string.Concat(Enumerable.Repeat("words that compress well, ", 40))}\"";

    [Fact]
    public async Task Publication_ToAThousandSubscribers_IsEncodedOnce()
    {
        const int Count = 1000;
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        List<NativeClient> clients = [];
        for (int i = 0; i < Count; i += 50)
        {
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => edge.SubscribeAsync("open:a"))));
        }

        DeliveryFrames frames = edge.Get<DeliveryFrames>();
        Assert.Equal((0, 0), (frames.EncodedCount, frames.CompressedCount));
        await edge.PublishAsync("open:a", "7");
        string[] got = await Task.WhenAll(clients.Select(static c => c.PublicationAsync()));

        Assert.All(got, static data => Assert.Equal("7", data));
        Assert.Equal((1, 0), (frames.EncodedCount, frames.CompressedCount));
        Assert.Equal(Count, edge.Hub.Counters.Deliveries);
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Publication_ToCompressingSubscribers_IsCompressedOnceAWindow()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        List<NativeClient> clients = [];
        int[] windows = [9, 10, 12, 15];
        foreach (int window in windows)
        {
            for (int i = 0; i < 5; i++)
            {
                clients.Add(await edge.ConnectAsync(offer: Deflate + window));
            }
        }

        NativeClient plain = await edge.ConnectAsync();
        clients.Add(plain);
        foreach (NativeClient client in clients)
        {
            await client.SubscribeAsync("open:a");
        }

        DeliveryFrames frames = edge.Get<DeliveryFrames>();
        for (int round = 1; round <= 3; round++)
        {
            await edge.PublishAsync("open:a", Long);
            string[] got = await Task.WhenAll(clients.Select(static c => c.PublicationAsync()));
            Assert.All(got, static data => Assert.Equal(Long, data));
            Assert.Equal((round, round * windows.Length), (frames.EncodedCount, frames.CompressedCount));
        }

        Assert.All(clients, c => Assert.Equal(c == plain ? 0 : 3, c.Messages.Compressed));
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    // The limit is the message's length, as the option says, and not the frame's.
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task Publication_AroundTheSmallestCompressed_IsCompressedFromThere(int over, bool compressed)
    {
        const int Limit = 500;
        await using MessagingEdge edge = await MessagingEdge.StartAsync($"--Clients:Compression:MinMessageOctets={Limit}");
        await using NativeClient client = await edge.ConnectAsync(offer: "permessage-deflate");
        await client.SubscribeAsync("live:a");
        await edge.PublishAsync("live:a", "\"\"");
        int envelope = (await client.PushAsync()).ToString().Length + "{\"push\":}".Length - 2;

        await edge.PublishAsync("live:a", $"\"{new string('a', Limit - envelope + over - 2)}\"");
        Push push = await client.PushAsync();

        Assert.Equal(Limit + over, push.ToString().Length + "{\"push\":}".Length);
        Assert.Equal(compressed ? 1 : 0, client.Messages.Compressed);
        Assert.Equal(compressed ? 1 : 0, edge.Get<DeliveryFrames>().CompressedCount);
    }

    [Fact]
    public async Task Compression_Off_IsNotNegotiated()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Clients:Compression:Enabled=false");
        await using NativeClient client = await edge.ConnectAsync(offer: "permessage-deflate");

        await client.SubscribeAsync("open:a");
        await edge.PublishAsync("open:a", Long);

        Assert.Null(client.Wire.Extensions);
        Assert.Equal(Long, await client.PublicationAsync());
    }

    // A shared frame must not refer to what only some have seen, so the edge always says so (RFC 7692 §7.1.1.1).
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9")]
    public async Task Compression_Negotiated_IsWithoutContextTakeover(string offer, string agreed)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.OpenAsync(offer: offer);

        Assert.Equal(agreed, client.Wire.Extensions);
    }

    [Fact]
    public async Task Commands_Compressed_AreCarriedOut()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync(offer: "permessage-deflate");
        await client.SubscribeAsync("open:a");

        string command = NativeClient.Command(9, "publish", $"{{\"channel\":\"open:a\",\"data\":{Long}}}");
        await client.Wire.SendAsync(Wire.ClientFrames.Frame(
            Wire.ClientFrames.Fin | Wire.ClientFrames.Rsv1 | 1, Echo.RawDeflate.Compress(System.Text.Encoding.UTF8.GetBytes(command))));

        Assert.Equal(0, (await client.ReplyAsync(9)).Error);
        Assert.Equal(Long, await client.PublicationAsync());
    }

    [Fact]
    public async Task Joins_ToManySubscribers_AreEncodedOnceEach()
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        List<NativeClient> clients = [];
        for (int i = 0; i < 10; i++)
        {
            clients.Add(await edge.SubscribeAsync("room:a"));
            foreach (NativeClient client in clients)
            {
                Push push = await client.PushAsync();
                Assert.Equal(("join", clients[i].Id), (push.Kind, push.Member));
            }
        }

        Assert.Equal(10, edge.Get<DeliveryFrames>().EncodedCount);
        foreach (NativeClient client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
