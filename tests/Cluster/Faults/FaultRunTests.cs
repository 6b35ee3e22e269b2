using Stratus.Realtime.Cluster.Faults.Injuries;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Cluster.Faults;

/// <summary>
/// A crowd on a cluster of processes whose silos, edges and database are killed, stopped and made to hang, one after the other:
/// nobody loses an acknowledged publication, sees one twice or late, or is told so; and at the end those are present who are there.
/// </summary>
/// <remarks>
/// <c>STRATUS_CLUSTER_SECONDS</c> (60), <c>_CLIENTS</c> (200), <c>_RATE</c> (100 publications a second), <c>_FAULT_SECONDS</c> (8, from one
/// fault to the next), <c>_CHANNELS</c> (20), <c>_SILOS</c> (3) and <c>_EDGES</c> (3) make it longer and larger: the long run is 600, 1000,
/// 200, 15 and 40. <c>STRATUS_FUZZ_SEED</c> repeats a plan, <c>STRATUS_CLUSTER_LOGS</c> names a folder for what all processes print,
/// and <c>STRATUS_CLUSTER_GATEWAY_FAULT</c> (<c>drop</c>, <c>double</c>) breaks the edges' gateway: then the run must fail.
/// </remarks>
[Collection(FaultRuns.Name)]
public sealed class FaultRunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Clients_ClusterFaulty_SeeEveryPublicationOnceInOrderOrAreTold()
    {
        RunPlan plan = new();
        int seed = FuzzSeed.Next();
        string repeat = $"{FuzzSeed.Name}={seed} repeats the plan.";
        output.WriteLine(repeat);
        RunReport report = await LoadRun.RunAsync(plan, seed, new FaultSchedule(plan, seed).RunAsync);
        output.WriteLine(report.ToString());
        Assert.True(report.Troubles.Length == 0, $"{repeat}\n{report.Troubles}\n{report}\n{report.Output}");
        Assert.True(report.Verdict.Lasting.CarryingRecoveries > 0, $"No recovery carried anything. {repeat}\n{report}");
    }
}
