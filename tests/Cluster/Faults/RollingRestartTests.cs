using Stratus.Realtime.Cluster.Faults.Injuries;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Cluster.Faults;

/// <summary>Every silo and every edge is restarted, one after the other, while there are publications: nobody notices more than a reconnect.</summary>
[Collection(FaultRuns.Name)]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    // The goal is a second; whoever else uses the machine is not the cluster's to answer for.
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Clients_EveryNodeRestarted_SeeEveryPublicationOnceInOrderWithoutNewEpochs()
    {
        RunPlan plan = new() { MemoryLasts = true };
        int seed = FuzzSeed.Next();
        string repeat = $"{FuzzSeed.Name}={seed} repeats the plan.";
        output.WriteLine(repeat);
        RunReport report = await LoadRun.RunAsync(plan, seed, run => RestartAllAsync(run, seed));
        output.WriteLine(report.ToString());
        Assert.True(report.Troubles.Length == 0, $"{repeat}\n{report.Troubles}\n{report}\n{report.Output}");
        Assert.True(report.Verdict.Lasting.CarryingRecoveries > 0, $"No recovery carried anything. {repeat}\n{report}");
        Assert.True(report.Record.CatchUps.Quantile(0.99) < CatchUpLimit, $"Catching up took too long. {repeat}\n{report}\n{report.Output}");
    }

    private static async Task RestartAllAsync(LoadRun run, int seed)
    {
        FaultInjector injector = new(run, seed);
        for (int place = 0; place < run.Cluster.Silos.Count; place++)
        {
            await injector.RestartSiloAsync(place);
        }

        for (int place = 0; place < run.Cluster.Edges.Count; place++)
        {
            await injector.RestartEdgeAsync(place);
        }

        await injector.HealAsync();
    }
}
