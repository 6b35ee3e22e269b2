using System.Net;
using Stratus.Realtime.Containers.Chat;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Hosts;

namespace Stratus.Realtime.Containers;

/// <summary>A chat whose members are on different edges, and the same edges through the balancer.</summary>
public sealed class ChatTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private const int Messages = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Members_OnTwoEdges_SeeTheSameChat()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Chat, channels: 1, clientsAnEdge: 2);
        for (int i = 0; i < Messages; i++)
        {
            Assert.All(chat.Clients, client => Assert.True(client.TryPublish(chat.Channels[0])));
        }

        chat.Publish();
        await chat.GrowAsync((chat.Clients.Count * Messages) + Messages);
        CheckResult result = await chat.JudgeAsync();
        Assert.Equal(0, result.PositionsLost);
        Assert.Equal(Enumerable.Order(chat.Sent.Keys), Enumerable.Order(await chat.Api.HistoryAsync(chat.Channels[0])));
        Output.WriteLine(chat.Report());
    }

    [Fact]
    public async Task Members_ComeAndGo_AreSeenOnTheOtherEdgeAndThroughTheBalancer()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Chat, channels: 1, clientsAnEdge: 1);
        ChatClient alice = chat.Clients[0];
        ChatClient bob = chat.Clients[1];
        string[] present = [alice.Client!, bob.Client!];
        Assert.Equal(Enumerable.Order(present), await chat.MembersAsync(present, Limit));

        // Who of the two came first is not certain; the second was seen by the first.
        Assert.True(
            await Bounded.UntilAsync(() => alice.Members.Any(m => m.IsJoin && m.Client == present[1]) || bob.Members.Any(m => m.IsJoin && m.Client == present[0]), Limit),
            "Nobody saw the other one come.");
        bob.Leave();
        Assert.True(await Bounded.UntilAsync(() => alice.Members.Any(m => !m.IsJoin && m.Client == present[1]), Limit), "The leave was not seen on the other edge.");
        Assert.Equal([present[0]], await chat.MembersAsync([present[0]], Limit));
    }

    [Fact]
    public async Task Members_ThroughTheBalancer_AreOnBothEdges()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        Func<IPEndPoint> balancer = () => cluster.Balancer.Endpoint(ContainerCluster.HttpPort);
        await using ChatRun chat = await ChatRun.BeginAsync(balancer(), ClusterSettings.ApiKey, [balancer], ClusterSettings.Chat, channels: 1, clientsAPlace: 4);
        BalancerView balancing = await BalancerView.ReadAsync(cluster.Balancer.Endpoint(ContainerCluster.BalancerPort));
        Assert.All(balancing.Sessions, static edge => Assert.True(edge.Value > 0, $"Nobody is on {edge.Key}."));
        chat.Publish();
        await chat.GrowAsync(Messages);
        await chat.JudgeAsync();
    }
}
