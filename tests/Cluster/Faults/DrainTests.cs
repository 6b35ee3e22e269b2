using System.Diagnostics;
using System.Net;
using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Cluster.Faults.Clients;
using Stratus.Realtime.Cluster.Faults.Publishing;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Jitter.Tests.Hosts;

namespace Stratus.Realtime.Cluster.Faults;

/// <summary>Who is shown as present when an edge goes away, seen from another edge.</summary>
[Collection(FaultRuns.Name)]
public sealed class DrainTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Members = 20;
    private const int Going = 0;
    private const int Staying = 1;
    private const string Channel = ClusterSettings.StoredSeen + ":drain";
    private const string OtherChannel = ClusterSettings.MemorySeen + ":drain";
    private static readonly TimeSpan StageLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(10);

    // Within the grace of 5 s, and after the edge that goes has said who lingers: SDKs wait for half a second at least.
    private static readonly (TimeSpan Least, TimeSpan Most) Absence = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    // A lease and the grace of users: what is told late is told by then.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(12);

    private readonly RunRecord _record = new();
    private readonly List<Task> _running = [];
    private ClusterProcesses? _cluster;
    private ClusterApi? _api;

    private ClusterProcesses Cluster => _cluster!;

    private ClusterApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterProcesses.StartAsync(new ClusterSettings { Silos = 2, Edges = 2 });
        _api = new ClusterApi(Cluster.Edges.Select(static edge => edge.Address), _record.Counts);
    }

    public async ValueTask DisposeAsync()
    {
        _record.Course.Leave();
        await Task.WhenAll(_running).WaitAsync(StageLimit);
        _api?.Dispose();
        _record.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Members_EdgeDrained_UsersNeitherLeaveNorJoin()
    {
        RoamingClient watcher = await ComeAsync("watcher", Staying, isUser: false);
        RoamingClient[] users = await Task.WhenAll(Enumerable.Range(0, Members).Select(i => ComeAsync($"user{i}", Going, isUser: true)));
        string[] before = [.. users.Select(static user => user.Client!).Order()];
        await UntilToldAsync(before, isJoin: true);
        int told = _record.Members.Events.Count;
        Assert.Equal([1, Members], (await Api.Edges[Going].ClientsOfNodesAsync()).Order());

        Assert.Equal(0, await Cluster.Edges[Going].TerminateAsync(StopLimit));
        Assert.True(
            await Bounded.UntilAsync(() => users.All(user => user.Edge == Staying && IsLive(user)), StageLimit),
            $"Not all users came to the other edge.\n{Cluster.Output}");
        await Task.Delay(Aftermath, TestContext.Current.CancellationToken);

        output.WriteLine($"from socket open to caught up: {_record.CatchUps}");
        Assert.Equal(before, users.Select(static user => user.Client!).Order());
        MemberEvent[] seen = [.. _record.Members.Events.Skip(told).Where(seen => seen.Watcher == watcher.Name)];
        Assert.True(seen.Length == 0, $"{seen.Length} joins and leaves were told, the first: {seen.FirstOrDefault()}\n{Cluster.Output}");
        foreach (string channel in new[] { Channel, OtherChannel })
        {
            Assert.Equal(before.Append(watcher.Client!).Order(), (await Api.Edges[Staying].MembersAsync(channel)).Order());
        }

        Assert.Equal(Members + 1, Assert.Single(await Api.Edges[Staying].ClientsOfNodesAsync()));

        Assert.Empty(_record.Counts.Faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Members_EdgeKilled_LeaveOnceWithinTenSeconds(bool areUsers)
    {
        RoamingClient watcher = await ComeAsync("watcher", Staying, isUser: false);
        RoamingClient[] members = await Task.WhenAll(Enumerable.Range(0, Members).Select(i => ComeAsync($"member{i}", Going, areUsers)));
        string[] ids = [.. members.Select(static member => member.Client!)];
        await UntilToldAsync(ids, isJoin: true);
        foreach (RoamingClient member in members)
        {
            member.ComesBack = false;
        }

        Stopwatch clock = Stopwatch.StartNew();
        await Cluster.Edges[Going].KillAsync();
        await UntilToldAsync(ids, isJoin: false);
        output.WriteLine($"told after {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(clock.Elapsed < LeaveLimit, $"They left after {clock.Elapsed.TotalSeconds:F1} s.\n{Cluster.Output}");
        foreach (string channel in new[] { Channel, OtherChannel })
        {
            Assert.Equal([watcher.Client!], await Api.Edges[Staying].MembersAsync(channel));
        }

        await Task.Delay(Aftermath, TestContext.Current.CancellationToken); // none is told again
        Assert.Equal(1, Assert.Single(await Api.Edges[Staying].ClientsOfNodesAsync()));
        Assert.All(ids, id => Assert.Equal(2, Told(id, isJoin: false)));
        Assert.Empty(_record.Counts.Faults);
    }

    private async Task<RoamingClient> ComeAsync(string name, int edge, bool isUser)
    {
        IPEndPoint[] edges = [.. Cluster.Edges.Select(static edge => edge.EndPoint)];
        RoamingClient client = new(name, [Channel, OtherChannel], edges, edge, _record, isUser, seed: 1) { Absence = Absence };
        _running.Add(Task.Run(client.RunAsync));
        Assert.True(await Bounded.UntilAsync(() => IsLive(client), StageLimit), $"{name} did not come.\n{Cluster.Output}");
        return client;
    }

    // The watcher is told, in both channels.
    private async Task UntilToldAsync(string[] ids, bool isJoin) => Assert.True(
        await Bounded.UntilAsync(() => Array.TrueForAll(ids, id => Told(id, isJoin) >= 2), StageLimit),
        $"Of {ids.Length} members {ids.Count(id => Told(id, isJoin) >= 2)} were told to have {(isJoin ? "come" : "left")}.\n{Cluster.Output}");

    private int Told(string id, bool isJoin) =>
        _record.Members.Events.Count(told => told.Watcher == "watcher" && told.Member == id && told.IsJoin == isJoin);

    private static bool IsLive(RoamingClient client) => client.Journals.All(static journal => journal.IsLive);
}
