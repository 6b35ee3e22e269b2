using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>
/// Everything at once, under each kind of fault alone and under all together: no silent gap, no double, one order, honest
/// recoveries, and in the end everyone at the top and the members who are there.
/// </summary>
public sealed class SimulationTests
{
    private static readonly FaultPlan All = new()
    {
        Delay = 0.2, LoseCall = 0.1, LoseAnswer = 0.1, RepeatCall = 0.1, LoseBatch = 0.1, LoseAcknowledgement = 0.1, RepeatBatch = 0.1,
        SwallowBatch = 0.05, MoveChannel = 0.05, EndLease = 0.01, LongestDelay = TimeSpan.FromMilliseconds(5),
    };

    private static readonly Dictionary<string, FaultPlan> Plans = new()
    {
        ["nothing"] = new FaultPlan(),
        ["Delay"] = new FaultPlan { Delay = 0.7 },
        ["LoseCall"] = new FaultPlan { LoseCall = 0.4 },
        ["LoseAnswer"] = new FaultPlan { LoseAnswer = 0.4 },
        ["RepeatCall"] = new FaultPlan { RepeatCall = 0.5, LongestDelay = TimeSpan.FromMilliseconds(5) },
        ["LoseBatch"] = new FaultPlan { LoseBatch = 0.4 },
        ["LoseAcknowledgement"] = new FaultPlan { LoseAcknowledgement = 0.4 },
        ["RepeatBatch"] = new FaultPlan { RepeatBatch = 0.5, LongestDelay = TimeSpan.FromMilliseconds(5) },
        ["SwallowBatch"] = new FaultPlan { SwallowBatch = 0.3 },
        ["MoveChannel"] = new FaultPlan { MoveChannel = 0.2 },
        ["EndLease"] = new FaultPlan { EndLease = 0.2 },
        ["ForgetChannel"] = new FaultPlan { ForgetChannel = 0.02 },
        ["all but ForgetChannel"] = All,
        ["all"] = All with { ForgetChannel = 0.01 },
    };

    public static TheoryData<string> Names => [.. Plans.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Run_UnderFaults_ComesRight(string name)
    {
        SimulationPlan plan = new() { Faults = Plans[name], Seed = Seed.Next() };
        using SimulationWorld world = await RunAsync(plan);
        Assert.True(name == "nothing" || world.Faults >= 3);
    }

    // Many channels for few clients: what nobody wants is detached, and wanted again.
    [Theory, InlineData("nothing"), InlineData("all but ForgetChannel")]
    public async Task Run_WithManyChannels_ComesRight(string name)
    {
        SimulationPlan plan = new() { Faults = Plans[name], Seed = Seed.Next(), Channels = 40, Clients = 8, Publishers = 8 };
        using SimulationWorld world = await RunAsync(plan);
    }

    // Little history, and links that overflow: positions may be lost, but never silently.
    [Theory, InlineData("nothing"), InlineData("all")]
    public async Task Run_WithLittleRoom_IsHonest(string name)
    {
        SimulationPlan plan = new() { Faults = Plans[name], Seed = Seed.Next(), HistorySize = 20, MaxLinkEvents = 10 };
        using SimulationWorld world = await RunAsync(plan);
        Assert.NotEmpty(world.Losses);
    }

    internal static async Task<SimulationWorld> RunAsync(SimulationPlan plan)
    {
        SimulationWorld world = new(plan);
        await world.RunAsync();
        HubCounters counters = world.Hub.Counters;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{world.Faults} faults, {world.Ledger.Count} publications, seen {world.Seen}, {world.Recoveries} recoveries, {counters.Holes} holes, "
            + $"{counters.FellBehind} times behind, {counters.LinksLost} links lost, {world.Losses.Count} told losses");
        Assert.True(world.Ledger.Breaches.Count == 0, $"{FuzzSeed.Name}={plan.Seed}: {string.Join(Environment.NewLine, world.Ledger.Breaches)}");
        Assert.True(plan.MayLosePositions || world.Losses.Count == 0, $"{FuzzSeed.Name}={plan.Seed}: {string.Join(Environment.NewLine, world.Losses)}");
        return world;
    }
}
