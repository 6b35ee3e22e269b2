using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>The messaging route over each road: the output is held differently on each.</summary>
public sealed class RoadTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    private readonly MessagingEdge _edge = fixture.Edge;

    public static TheoryData<Road> Roads => [.. Enum.GetValues<Road>()];

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_OnEachRoad_SubscribesPublishesAndReceives(Road road)
    {
        string channel = $"open:road-{road}";
        await using NativeClient one = await _edge.ConnectAsync(road: road);
        await using NativeClient two = await _edge.ConnectAsync(road: road);
        Reply reply = await one.SubscribeAsync(channel);
        await two.SubscribeAsync(channel);

        await two.PublishAsync(channel, "\"hello\"");

        Assert.Equal("\"hello\"", await one.PublicationAsync());
        Assert.Equal("\"hello\"", await two.PublicationAsync());
        await two.CallAsync("unsubscribe", $"{{\"channel\":\"{channel}\"}}");
        await one.PublishAsync(channel, "2");
        Reply recovered = await two.RecoverAsync(channel, reply.Result.Text("epoch"), 1);
        Assert.Equal([2], recovered.Offsets);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_OnEachRoad_IsClosedWithTheReason(Road road)
    {
        await using NativeClient client = await _edge.ConnectAsync(road: road);

        await client.SendAsync("nonsense");

        Assert.Equal(3501, (await client.ClosedAsync()).Code);
    }

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_OnEachRoad_SaysGoodbye(Road road)
    {
        await using NativeClient client = await _edge.ConnectAsync(MessagingEdge.Token("road" + road), road);

        await client.LeaveAsync();

        await Bounded.UntilAsync(() => _edge.Get<Edge.Clients.SessionRegistry>().Find("road" + road, null).Count == 0, "the session has ended");
    }

    // Large both ways: answers wait for the peer's window while it still sends.
    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_OnEachRoad_GetsLargeAnswersWhileItSends(Road road)
    {
        const int Asks = 12;
        string channel = $"open:large-{road}";
        await _edge.PublishManyAsync(channel, 200, 1000);
        await using NativeClient client = await _edge.ConnectAsync(road: road);

        for (int id = 100; id < 100 + Asks; id++)
        {
            await client.SendAsync(NativeClient.Command(id, "history", $"{{\"channel\":\"{channel}\",\"limit\":-1}}"));
            await client.SendAsync(NativeClient.Command(id + Asks, "publish", $"{{\"channel\":\"live:x\",\"data\":\"{new string('y', 20_000)}\"}}"));
        }

        for (int id = 100; id < 100 + Asks; id++)
        {
            Assert.Equal(200, (await client.ReplyAsync(id)).Offsets.Count);
            Assert.Equal(0, (await client.ReplyAsync(id + Asks)).Error);
        }
    }

    [Theory]
    [InlineData("centrifuge-json", true)]
    [InlineData("centrifuge-protobuf", false)]
    [InlineData("centrifuge-protobuf, centrifuge-json", true)]
    public async Task Handshake_WithSubprotocols_TakesTheOneItServes(string asked, bool isTaken)
    {
        await using WebSocketClient client = await _edge.Host.ConnectAsync();
        await client.SendAsync(Requests.Make($"GET {MessagingEdge.Path} HTTP/1.1", "Sec-WebSocket-Protocol: " + asked));

        HttpAnswer answer = await client.ReceiveAnswerAsync();

        Assert.Equal(isTaken ? 101 : 400, answer.Status);
        Assert.Equal(isTaken ? "centrifuge-json" : null, answer["Sec-WebSocket-Protocol"]);
    }
}
