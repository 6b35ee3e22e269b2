using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Channels.Tests.Simulation;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>The simulation over three hosts: each kind of fault alone, and all together, in memory and stored.</summary>
public sealed class NodeSimulationTests
{
    private static readonly NodeFaults Memory = new() { LoseCall = 0.02 };
    private static readonly NodeFaults Stored = Memory with { Durability = ChannelDurability.Stored };

    private static readonly Dictionary<string, NodeFaults> Plans = new()
    {
        ["memory, calls"] = Memory with { LoseCall = 0.2 },
        ["memory, moves"] = Memory with { Move = 0.5 },
        ["memory, kills"] = Memory with { Kill = 0.05 },
        ["memory, leases"] = Memory with { EndLease = 0.05 },
        ["memory, all"] = Memory with { Move = 0.2, Kill = 0.02, EndLease = 0.02, Split = 0.02 },
        ["stored, calls"] = Stored with { LoseCall = 0.2 },
        ["stored, moves"] = Stored with { Move = 0.5 },
        ["stored, kills"] = Stored with { Kill = 0.1 },
        ["stored, two hosts"] = Stored with { Split = 0.2 },
        ["stored, log fails before"] = Stored with { LogBefore = 0.2 },
        ["stored, log fails after"] = Stored with { LogAfter = 0.2 },
        ["stored, all"] = Stored with { Move = 0.2, Kill = 0.03, EndLease = 0.02, Split = 0.05, LogBefore = 0.05, LogAfter = 0.05 },
    };

    public static TheoryData<string> Names => [.. Plans.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Run_OverThreeHosts_ComesRight(string name)
    {
        SimulationPlan plan = new() { Nodes = Plans[name], Seed = Seed.Next(), Duration = TimeSpan.FromMilliseconds(200) };
        using SimulationWorld world = await SimulationTests.RunAsync(plan);
        Assert.True(world.Faults >= 3);
    }
}
