using Stratus.Realtime.Channels;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Running;
using Stratus.Realtime.Jitter.Tests.Sdk;

namespace Stratus.Realtime.Jitter.Tests;

/// <summary>
/// A crowd whose connections are cut every few seconds, while there are publications: every client sees every publication
/// once and in order, or is told that it did not.
/// </summary>
public sealed class JitterTests(ITestOutputHelper output)
{
    private static readonly FaultPlan EveryFault = new()
    {
        Delay = 0.05,
        LoseCall = 0.02,
        LoseAnswer = 0.01,
        RepeatCall = 0.02,
        LoseBatch = 0.01,
        LoseAcknowledgement = 0.01,
        RepeatBatch = 0.02,
        SwallowBatch = 0.005,
        MoveChannel = 0.005,
        EndLease = 0.002,
    };

    [Fact]
    public Task Clients_ConnectionsCut_SeeEveryPublicationOnceInOrder() =>
        PlayAsync(new JitterPlan { Duration = JitterPlan.Minute, Rules = CheckRules.Plain });

    [Fact]
    public Task Clients_ConnectionsCutAndGatewayFaulty_SeeEveryPublicationOnceInOrder() =>
        PlayAsync(new JitterPlan { Duration = JitterPlan.Minute, Rules = CheckRules.Faulty, Faults = EveryFault });

    [Fact]
    public Task Clients_ConnectionsCutAndChannelsForgetful_SeeEveryPublicationOnceInOrderOrAreTold() =>
        PlayAsync(new JitterPlan { Duration = JitterPlan.Minute / 2, Rules = CheckRules.Forgetful, Faults = EveryFault with { ForgetChannel = 0.01 } });

    private async Task PlayAsync(JitterPlan plan)
    {
        SdkRequirements.Check();
        int seed = FuzzSeed.Next();
        string repeat = $"{FuzzSeed.Name}={seed} repeats the plan.";
        output.WriteLine(repeat);
        if (!SdkRequirements.AreWanted)
        {
            plan = plan with { SdkClients = 0 };
            output.WriteLine("No clients of the SDK were wanted.");
        }

        JitterReport report;
        try
        {
            report = await JitterRun.RunAsync(plan, seed);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The run did not end within {plan.Limit.TotalSeconds} s. {repeat}");
            return;
        }

        output.WriteLine(report.ToString());
        Assert.True(report.Troubles.Length == 0, $"{repeat}\n{report.Troubles}\n{report}");
        Assert.True(report.Cuts >= plan.MinCuts, $"There were {report.Cuts} cuts, not {plan.MinCuts}. {repeat}\n{report}");
        Assert.True(report.GatewayFaults >= plan.MinFaults, $"The gateway made {report.GatewayFaults} faults, not {plan.MinFaults}. {repeat}\n{report}");
    }
}
