using System.Diagnostics;
using Stratus.Realtime.Containers.Chat;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Containers;

/// <summary>A silo goes away in the middle of a chat whose channels are stored.</summary>
public sealed class SiloTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private const int Channels = 8; // some of them live in each silo
    private const int Before = 100;
    private const int After = 400;
    private static readonly TimeSpan ResumeLimit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Silo_Killed_StoredChannelsGoOnAndNothingIsLost()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Stored, Channels, clientsAnEdge: 3);
        chat.Publish();
        await chat.GrowAsync(Before);

        await cluster.Silos[0].KillAsync();
        ChatClient[] returning = [.. chat.Clients.Where(static client => client.Name.EndsWith(".1", StringComparison.Ordinal))];
        Array.ForEach(returning, static client => client.Drop());
        await chat.GrowAsync(After);
        Assert.True(await chat.AreLiveAsync(), "Not everyone came back.\n" + chat.Report());
        long grown = Stopwatch.GetTimestamp();
        CheckResult result = await chat.JudgeAsync();
        Output.WriteLine($"{result.PositionsLost} positions lost, {result.Recoveries} recoveries, {result.CarryingRecoveries} with publications, "
            + $"judged in {Stopwatch.GetElapsedTime(grown).TotalSeconds:0.0} s\n{chat.Report()}");
        Assert.True(chat.LongestWait < ResumeLimit, $"Publishing to a channel resumed after {chat.LongestWait.TotalSeconds:0.0} s.");
        Assert.True(result.CarryingRecoveries > 0, "No recovery carried anything.");
        Assert.All(chat.Clients, static client => Assert.Empty(client.Ends)); // connections are the edges'
    }

    [Fact]
    public async Task Silo_Stopped_ChannelsMoveAndNothingIsLost()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Chat, Channels, clientsAnEdge: 3);
        chat.Publish();
        await chat.GrowAsync(Before);

        long exitCode = await cluster.Silos[1].StopAsync();
        Assert.Equal(0, exitCode);
        await chat.GrowAsync(After);
        CheckResult result = await chat.JudgeAsync();
        Output.WriteLine($"{result.PositionsLost} positions lost, {result.Recoveries} recoveries, {result.CarryingRecoveries} with publications\n{chat.Report()}");
        Assert.All(chat.Clients, static client => Assert.Empty(client.Ends));
    }
}
