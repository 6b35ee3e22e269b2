using System.Diagnostics;
using System.Globalization;
using Stratus.Realtime.Cluster.Faults.Clients;
using Stratus.Realtime.Cluster.Faults.Publishing;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Injuries;

// A partition is made by SIGSTOP and not by a proxy between edges and a silo: calls of an edge go through any silo's gateway and
// on between silos, so one wire that is cut cuts nothing off. Who is stopped is cut off from all, edges, silos and database, keeps
// its sockets, and wakes with a memory of how things were: that is the worst that fencing has to stand.

/// <summary>Does harm to a cluster, and heals it.</summary>
internal sealed class FaultInjector(LoadRun run, int seed)
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that publishing may stand still, and that members of a dead edge may be shown.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(seed);
    private int _probes;

    private ClusterProcesses Cluster => run.Cluster;

    public async Task InjectAsync(FaultKind kind)
    {
        await HealAsync();
        int silo = _random.Next(Math.Max(Cluster.Silos.Count, 1));
        int oldest = Cluster.Silos.Index().OrderBy(static place => place.Item.Started).Select(static place => place.Index).FirstOrDefault();
        int edge = _random.Next(Cluster.Edges.Count);
        int fullest = run.Clients.GroupBy(static client => client.Edge).MaxBy(static clients => clients.Count())!.Key;
        run.Record.Counts.Note($"fault {kind}");
        switch (kind)
        {
            case FaultKind.SiloKilled:
                await KillSiloAsync(oldest); // a young one may have no channel
                break;
            case FaultKind.SiloStopped:
                await RestartSiloAsync(silo);
                break;
            case FaultKind.EdgeKilled:
                await KillEdgeAsync(fullest);
                break;
            case FaultKind.EdgeStopped:
                await RestartEdgeAsync(edge);
                break;
            case FaultKind.SiloPausedShortly:
                await PauseAsync(Cluster.Silos[silo], ShortPause);
                break;
            case FaultKind.SiloPausedLong:
                await PauseAsync(Cluster.Silos[oldest], LongPause);
                break;
            case FaultKind.EdgePausedLong:
                await PauseAsync(Cluster.Edges[fullest], LongPause);
                break;
            case FaultKind.DatabaseStopped:
                await PauseDatabaseAsync();
                break;
        }
    }

    /// <summary>SIGTERM of a silo, and a new one in its place.</summary>
    public async Task RestartSiloAsync(int place)
    {
        await StopAsync(Cluster.Silos[place]);
        await Cluster.StartSiloAsync(place);
        Say($"{Cluster.Silos[place].Name} is there");
    }

    /// <summary>SIGTERM of an edge, and a new one in its place.</summary>
    public async Task RestartEdgeAsync(int place)
    {
        await StopAsync(Cluster.Edges[place]);
        await Cluster.StartEdgeAsync(place);
        Say($"{Cluster.Edges[place].Name} is there");
    }

    /// <summary>Starts anew what has ended. Only who was made to hang may end of its own accord.</summary>
    public async Task HealAsync()
    {
        for (int place = 0; place < Cluster.Silos.Count; place++)
        {
            if (IsToBeReplaced(Cluster.Silos[place]))
            {
                await Cluster.StartSiloAsync(place);
                Say($"{Cluster.Silos[place].Name} is there");
            }
        }

        for (int place = 0; place < Cluster.Edges.Count; place++)
        {
            if (IsToBeReplaced(Cluster.Edges[place]))
            {
                await Cluster.StartEdgeAsync(place);
                Say($"{Cluster.Edges[place].Name} is there");
            }
        }
    }

    private bool IsToBeReplaced(NodeProcess node)
    {
        if (!node.HasExited)
        {
            return false;
        }

        Say($"{node.Name} has ended of its own accord ({node.ExitCode})");
        if (!node.HasHung)
        {
            run.Record.Counts.Fault($"{node.Name} ended of its own accord:\n{node.Output}");
        }

        return true;
    }

    private async Task KillSiloAsync(int place)
    {
        Say($"{Cluster.Silos[place].Name} is killed");
        await Cluster.Silos[place].KillAsync();
        await ProbeAsync();
        await Cluster.StartSiloAsync(place);
        Say($"{Cluster.Silos[place].Name} is there");
    }

    // One publication to each channel at once, through any edge: the last to be acknowledged was of the silo that is gone.
    private async Task ProbeAsync()
    {
        string name = "probe" + (++_probes).ToString(CultureInfo.InvariantCulture);
        Stopwatch clock = Stopwatch.StartNew();
        bool[] done = await Task.WhenAll(run.Channels.Select(
            channel => new Publisher($"{name}/{channel}", channel, run.Api, run.Record, _random.Next()).PublishAsync()));
        TimeSpan taken = clock.Elapsed;
        run.Record.Resumptions.Add(taken);
        SayWithin($"publishing works again after {Seconds(taken)} s", taken);
        if (done.Contains(false))
        {
            run.Record.Counts.Fault($"Not all channels could be published to after the kill of a silo.");
        }
    }

    private async Task KillEdgeAsync(int place)
    {
        HashSet<string> members = [.. run.Clients.Where(client => client.Edge == place).Select(static client => client.Client).OfType<string>()];
        Say($"{Cluster.Edges[place].Name} is killed, with {members.Count} members");
        await Cluster.Edges[place].KillAsync();
        Stopwatch clock = Stopwatch.StartNew();
        if (Cluster.Edges.Count > 1)
        {
            await DepartAsync(members, run.Api.Edges[(place + 1) % run.Api.Edges.Count], clock);
        }

        await Cluster.StartEdgeAsync(place);
        Say($"{Cluster.Edges[place].Name} is there");
    }

    // Users who came back in time have taken their client id along: they are there.
    private async Task DepartAsync(HashSet<string> members, ApiClient witness, Stopwatch clock)
    {
        List<string> channels = [.. run.Channels];
        while (channels.Count != 0 && clock.Elapsed < Limit * 2)
        {
            string channel = channels[^1];
            try
            {
                string[] shown = await witness.MembersAsync(channel);
                if (!shown.Any(id => members.Contains(id) && !run.Clients.Any(client => client.Client == id)))
                {
                    channels.RemoveAt(channels.Count - 1);
                    continue;
                }
            }
            catch (Exception e) when (e is HttpRequestException or ApiException or OperationCanceledException)
            {
                run.Record.Counts.Note("presence without an answer: " + e.Message);
            }

            await Task.Delay(Step);
        }

        run.Record.Departures.Add(clock.Elapsed);
        SayWithin($"its members are gone after {Seconds(clock.Elapsed)} s", clock.Elapsed);
    }

    private async Task StopAsync(NodeProcess node)
    {
        Say($"{node.Name} is told to stop");
        Stopwatch clock = Stopwatch.StartNew();
        int? code = await node.TerminateAsync(StopLimit);
        Say($"{node.Name} has stopped after {Seconds(clock.Elapsed)} s ({code})");
        if (!node.MayEndWith(code))
        {
            run.Record.Counts.Fault($"{node.Name} {(code is null ? "did not stop in time" : $"ended with {code}")}:\n{node.Output}");
        }
    }

    private async Task PauseAsync(NodeProcess node, TimeSpan time)
    {
        Say($"{node.Name} hangs");
        node.Suspend();
        await Task.Delay(time);
        node.Resume();
        Say($"{node.Name} goes on after {Seconds(time)} s");
    }

    private async Task PauseDatabaseAsync()
    {
        Say("the database is stopped");
        await Cluster.Database.StopAsync();
        await Task.Delay(DatabasePause);
        await Cluster.Database.StartAsync();
        Say("the database is there");
    }

    private void Say(string what) => run.Record.Timeline.Add(what);

    private void SayWithin(string what, TimeSpan taken)
    {
        Say(what);
        if (taken > Limit)
        {
            run.Record.Counts.Fault($"{what}, and not within {Limit.TotalSeconds} s.");
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
