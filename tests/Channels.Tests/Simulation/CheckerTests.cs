using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>A simulation that finds nothing proves something only if it can find something: each lie must be a breach.</summary>
public sealed class CheckerTests
{
    public static TheoryData<Lie> Lies => [.. Enum.GetValues<Lie>()];

    [Theory, MemberData(nameof(Lies))]
    public async Task Run_WithAGatewayThatLies_FindsABreach(Lie lie)
    {
        SimulationPlan plan = new() { Seed = Seed.Next(), Wrap = gateway => new LyingGateway(gateway, lie), Bound = TimeSpan.FromSeconds(2) };
        using SimulationWorld world = new(plan);
        Exception? stuck = await Record.ExceptionAsync(world.RunAsync);
        string[] found = [.. world.Ledger.Breaches, .. stuck is null ? [] : new[] { stuck.Message }];
        TestContext.Current.TestOutputHelper?.WriteLine(found.FirstOrDefault() ?? "nothing");
        Assert.NotEmpty(found);
    }
}
