using System.Diagnostics;
using Stratus.Realtime.Containers.Chat;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Hosts;

namespace Stratus.Realtime.Containers;

/// <summary>An edge goes away in the middle of a chat.</summary>
public sealed class EdgeTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private const int Shutdown = 3001;
    private const int SigKill = 128 + 9;
    private const int Before = 60;
    private const int After = 200;
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Edge_Killed_ClientsRecoverOnTheOtherAndItsMembersLeave()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Chat, channels: 3, clientsAnEdge: 4);
        chat.Publish();
        await chat.GrowAsync(Before);
        ChatClient[] watchers = [.. chat.Clients.Where(static client => client.Place == 1)];
        string[] lost = [.. chat.Clients.Where(static client => client.Place == 0).Select(static client => client.Client!)];

        long killed = Stopwatch.GetTimestamp();
        await cluster.Edges[0].KillAsync();
        bool haveLeft = await Bounded.UntilAsync(() => watchers.All(watcher => Leaves(watcher, lost) >= lost.Length * chat.Channels.Count), LeaveLimit - Stopwatch.GetElapsedTime(killed));
        Output.WriteLine($"its members had left after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s");
        Assert.True(haveLeft, $"Its members had not left after {LeaveLimit.TotalSeconds} s.\n{chat.Report()}");
        Assert.True(await chat.AreLiveAsync(), "Not everyone came back.\n" + chat.Report());
        await chat.GrowAsync(After);
        CheckResult result = await chat.JudgeAsync();
        Output.WriteLine($"{result.Recoveries} recoveries, {result.CarryingRecoveries} with publications\n{chat.Report()}");

        Assert.True(result.CarryingRecoveries > 0, "No recovery carried anything.");
        Assert.All(chat.Clients, static client => Assert.Equal(1, client.Place));
        Assert.All(watchers, watcher => Assert.Equal(lost.Length * chat.Channels.Count, Leaves(watcher, lost)));
        string[] present = [.. chat.Clients.Select(static client => client.Client!).Order()];
        Assert.Equal(present, await chat.MembersAsync(present, LeaveLimit));
        Assert.Equal(SigKill, await cluster.Edges[0].StopAsync());
    }

    [Fact]
    public async Task Edge_Stopped_SendsItsClientsAwayAndExitsWithZero()
    {
        ContainerCluster cluster = await Fixture.RequireAsync();
        await using ChatRun chat = await ChatRun.BeginAsync(cluster, ClusterSettings.Chat, channels: 2, clientsAnEdge: 4);
        chat.Publish();
        await chat.GrowAsync(Before);
        ChatClient[] sent = [.. chat.Clients.Where(static client => client.Place == 1)];

        long told = Stopwatch.GetTimestamp();
        long exitCode = await cluster.Edges[1].StopAsync();
        Output.WriteLine($"the edge ended with {exitCode} after {Stopwatch.GetElapsedTime(told).TotalSeconds:0.0} s");
        Assert.Equal(0, exitCode);
        Assert.All(sent, static client => Assert.Equal([new ConnectionEnd(1, Shutdown)], client.Ends));
        Assert.True(await chat.AreLiveAsync(), "Not everyone came back.\n" + chat.Report());
        await chat.GrowAsync(Before);
        CheckResult result = await chat.JudgeAsync();
        Output.WriteLine($"{result.Recoveries} recoveries, {result.CarryingRecoveries} with publications\n{chat.Report()}");
        Assert.All(chat.Clients.Except(sent), static client => Assert.Empty(client.Ends));
    }

    private static int Leaves(ChatClient watcher, string[] clients) => watcher.Members.Count(m => !m.IsJoin && clients.Contains(m.Client));
}
