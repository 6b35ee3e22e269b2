using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>
/// Channels deliver from many threads while the client sends: nothing is lost, nothing doubled, replies and publications
/// keep their orders, and nothing stays behind when everything has been said.
/// </summary>
public sealed class HammerTests
{
    private const int Channels = 6;
    private const int Publications = 400;
    private const int Commands = 400;

    public static TheoryData<Road, string?> Roads => new()
    {
        { Road.Http1, null },
        { Road.Http1, "permessage-deflate" },
        { Road.Http2, null },
        { Road.TlsHttp1, null },
        { Road.TlsHttp2, "permessage-deflate" },
    };

    [Theory]
    [MemberData(nameof(Roads))]
    public async Task Client_SendingWhileManyPublish_GetsEverythingInOrder(Road road, string? offer)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync("--Clients:Limits:MaxCommandsPerSecond=1000000", "--Clients:Limits:MaxQueueOctets=100000000");
        await using NativeClient client = await edge.ConnectAsync(road: road, offer: offer);
        for (int i = 0; i < Channels; i++)
        {
            await client.SubscribeAsync($"open:{i}");
        }

        Task[] publishing = [.. Enumerable.Range(0, Channels).Select(i => Task.Run(() => edge.PublishManyAsync($"open:{i}", Publications, 300, burst: 1 + i)))];
        Task sending = Task.Run(async () =>
        {
            for (int id = 1000; id < 1000 + Commands; id++)
            {
                await client.SendAsync(NativeClient.Command(id, "publish", $"{{\"channel\":\"open:own\",\"data\":{id}}}"));
            }
        }, CancellationToken.None);

        Dictionary<string, long> read = [];
        int nextReply = 1000;
        for (int i = 0; i < (Channels * Publications) + Commands; i++)
        {
            System.Text.Json.JsonElement line = await client.ReceiveAsync();
            if (line.TryGetProperty("push", out System.Text.Json.JsonElement body))
            {
                Push push = new(body);
                long next = read.GetValueOrDefault(push.Channel) + 1;
                Assert.Equal((push.Channel, next), (push.Channel, push.Body.Number("offset")));
                read[push.Channel] = next;
            }
            else
            {
                Assert.Equal((nextReply++, 0), (new Reply(line).Id, new Reply(line).Error));
            }
        }

        await Task.WhenAll([sending, .. publishing]);
        Assert.All(read.Values, static last => Assert.Equal(Publications, last));
        Assert.Empty(await client.PushesSoFarAsync());
    }

    // Clients come, subscribe, publish and go in every way there is, all at once; then nothing of them is left.
    [Fact]
    public async Task Clients_ComingAndGoing_LeaveNothingBehind()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.SendDiagnosticMessage($"{FuzzSeed.Name}={seed}");
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(time, "--Clients:Limits:MaxCommandsPerSecond=1000000");
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => LiveAsync(edge, new Random(seed + i), i), CancellationToken.None)));

        await Bounded.UntilAsync(() => edge.Host.Connections.Count == 0, "all connections have ended");
        Assert.Equal((0, 0), (edge.Get<Edge.Clients.SessionRegistry>().Count, edge.Get<Edge.Clients.SessionRegistry>().UserCount));
        await Bounded.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(2)); // the grace, and then the idle channels
                return edge.Hub.ChannelCount == 0;
            },
            "the edge holds no channel");
        await using NativeClient looker = await edge.ConnectAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, (await looker.CallAsync("presence_stats", $"{{\"channel\":\"room:{i}\"}}")).Result.Number("num_clients"));
        }
    }

    private static async Task LiveAsync(MessagingEdge edge, Random random, int number)
    {
        for (int life = 0; life < 6; life++)
        {
            string? token = random.Next(2) == 0 ? null : MessagingEdge.Token($"user{number % 4}", random.Next(2) == 0 ? "" : "\"channels\":[\"room:2\"]");
            await using NativeClient client = await edge.ConnectAsync(token);
            for (int step = 0; step < random.Next(8); step++)
            {
                string channel = $"{{\"channel\":\"room:{random.Next(2)}\",\"data\":{step}}}";
                await client.CallAsync(random.Next(4) switch { 0 => "subscribe", 1 => "unsubscribe", 2 => "publish", _ => "presence" }, channel);
            }

            switch (random.Next(5))
            {
                case 0:
                    await client.LeaveAsync();
                    break;
                case 1:
                    client.Vanish();
                    break;
                case 2:
                    await client.SendAsync("nonsense");
                    await client.ClosedAsync();
                    break;
                case 3:
                    await client.BeginAsync("subscribe", """{"channel":"room:0"}"""); // and does not wait for the answer
                    client.Vanish();
                    break;
                default:
                    break; // TCP just ends
            }
        }
    }
}
