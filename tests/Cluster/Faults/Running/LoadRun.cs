using System.Diagnostics;
using System.Globalization;
using System.Net;
using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Cluster.Faults.Clients;
using Stratus.Realtime.Cluster.Faults.Publishing;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Hosts;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Running;

// A cluster starts, all clients come; then there are publications, while somebody else does harm to the cluster; then both end,
// everyone comes to the top of its channels, presence is compared, everyone leaves, and the cluster is stopped.

/// <summary>One run against a cluster of its own.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private static readonly TimeSpan StageLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TopsLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    // A lease, the grace of users, and what the machine needs for it.
    private static readonly TimeSpan PresenceLimit = TimeSpan.FromSeconds(30);

    private readonly RunPlan _plan;
    private readonly int _seed;
    private readonly string[] _channels;

    private LoadRun(RunPlan plan, int seed, ClusterProcesses cluster)
    {
        (_plan, _seed, Cluster) = (plan, seed, cluster);
        _channels = [.. plan.ChannelNames];
        Api = new ClusterApi(cluster.Edges.Select(static edge => edge.Address), Record.Counts);
        Random random = new(seed);
        IPEndPoint[] edges = [.. cluster.Edges.Select(static edge => edge.EndPoint)];
        Clients =
        [
            .. Enumerable.Range(0, plan.Clients).Select(i => new RoamingClient(
                "client" + i.ToString(CultureInfo.InvariantCulture), ChooseChannels(random), edges, i % edges.Length, Record, isUser: i % 2 == 0, random.Next())
            {
                Life = plan.Life,
            }),
        ];
    }

    public ClusterProcesses Cluster { get; }

    public RunRecord Record { get; } = new();

    public ClusterApi Api { get; }

    public IReadOnlyList<RoamingClient> Clients { get; }

    public IReadOnlyList<string> Channels => _channels;

    private IEnumerable<Journal> Journals => Clients.SelectMany(static client => client.Journals);

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">How large it is.</param>
    /// <param name="seed">Repeats who subscribes to what, and what is done when.</param>
    /// <param name="harm">What is done to the cluster; the publications last as long as this.</param>
    /// <exception cref="TimeoutException">It did not end within its limit.</exception>
    public static async Task<RunReport> RunAsync(RunPlan plan, int seed, Func<LoadRun, Task> harm)
    {
        await using ClusterProcesses cluster = await ClusterProcesses.StartAsync(plan.Settings);
        await using LoadRun run = new(plan, seed, cluster);
        return await run.RunAsync(harm).WaitAsync(plan.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        Record.Course.Leave();
        await Task.Yield();
        Api.Dispose();
        Record.Dispose();
    }

    private async Task<RunReport> RunAsync(Func<LoadRun, Task> harm)
    {
        Task[] clients = [.. Clients.Select(static client => Task.Run(client.RunAsync))];
        await ReachAsync("not all clients subscribed", () => Journals.All(static journal => journal.IsLive));
        Record.Timeline.Add($"{Clients.Count} clients are there");

        Record.Course.IsCutting = true;
        using CancellationTokenSource enough = new();
        Task publishing = new PublisherCrowd(_channels, Api, Record, _seed).RunAsync(_plan.PublicationsPerSecond, enough.Token);
        await harm(this);
        await enough.CancelAsync();
        Record.Course.IsCutting = false;
        await publishing;
        Record.Timeline.Add("everything is published");

        Dictionary<string, StreamPosition> tops = await SettleAsync();
        Record.Timeline.Add("everyone has come to rest");
        List<PresenceSight> presence = await ComparePresenceAsync();
        Record.Timeline.Add("presence was compared");
        Record.Course.Leave();
        await Task.WhenAll(clients);
        presence.AddRange(await ComparePresenceAsync());
        await StopAsync();
        RunVerdict verdict = RunChecker.Check(new RunHistory(
            [.. Journals], Record.Ledger.Sent, tops, Record.Members, presence, _plan.MayForget));
        return new RunReport(_seed, _plan, verdict, Record, Cluster.Output);
    }

    private string[] ChooseChannels(Random random)
    {
        string[] channels = [.. _channels];
        random.Shuffle(channels);
        return channels[..Math.Min(_plan.ChannelsPerClient, channels.Length)];
    }

    // What a publisher gave up may still come: so the tops are asked for again until everyone is there.
    private async Task<Dictionary<string, StreamPosition>> SettleAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            Dictionary<string, StreamPosition> tops = [];
            foreach (string channel in _channels)
            {
                tops.Add(channel, await Api.TopAsync(channel, CallLimit));
            }

            if (await Bounded.UntilAsync(() => Journals.All(journal => journal.IsAt(tops[journal.Channel])), TopsLimit))
            {
                return tops;
            }

            if (clock.Elapsed > StageLimit)
            {
                int behind = Journals.Count(journal => !journal.IsAt(tops[journal.Channel]));
                Record.Counts.Fault($"After {StageLimit.TotalSeconds} s {behind} journals are not at the top.");
                return tops;
            }
        }
    }

    // Every edge is asked, until all of them say what is true: the last look is what is judged.
    private async Task<List<PresenceSight>> ComparePresenceAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            List<PresenceSight> sights = [];
            foreach (string channel in _channels)
            {
                HashSet<string> there =
                [
                    .. from client in Clients
                       where client.Client is not null && client.Journals.Any(journal => journal.Channel == channel)
                       select client.Client,
                ];
                foreach ((int place, ApiClient edge) in Api.Edges.Index())
                {
                    sights.Add(new PresenceSight(channel, "edge" + place.ToString(CultureInfo.InvariantCulture), there, await AskMembersAsync(edge, channel)));
                }
            }

            if (sights.TrueForAll(static sight => sight.IsTrue) || clock.Elapsed > PresenceLimit)
            {
                return sights;
            }

            await Task.Delay(TopsLimit);
        }
    }

    private async Task<HashSet<string>> AskMembersAsync(ApiClient edge, string channel)
    {
        try
        {
            return [.. await edge.MembersAsync(channel)];
        }
        catch (Exception e) when (e is HttpRequestException or ApiException or OperationCanceledException)
        {
            Record.Counts.Note("presence without an answer: " + e.Message);
            return ["nobody answered"];
        }
    }

    private async Task StopAsync()
    {
        foreach (NodeProcess node in Cluster.Edges.Cast<NodeProcess>().Concat(Cluster.Silos))
        {
            if (!node.MayEndWith(await node.TerminateAsync(StopLimit)))
            {
                Record.Counts.Fault($"{node.Name} did not stop as it should:\n{node.Output}");
            }
        }
    }

    private async Task ReachAsync(string complaint, Func<bool> condition)
    {
        if (!await Bounded.UntilAsync(condition, StageLimit))
        {
            Record.Counts.Fault($"After {StageLimit.TotalSeconds} s {complaint}.");
        }
    }
}
