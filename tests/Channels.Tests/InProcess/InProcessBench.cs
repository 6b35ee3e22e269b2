using Stratus.Realtime.Channels.Tests.Contracts;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.InProcess;

/// <summary>An <see cref="InProcessGateway"/> with manual time.</summary>
internal class InProcessBench : GatewayBench
{
    // Enough for the gateway to have looked at each of its channels more than once.
    private const int Steps = 64;

    private static readonly TimeSpan LittleTime = TimeSpan.FromMilliseconds(5);

    private readonly InProcessGateway _gateway;

    public InProcessBench(BenchSetup setup)
    {
        _gateway = new InProcessGateway(SampleRules.Table, Time, setup.Limits, setup.MaxChannels);
        Gateway = Wrap(_gateway);
        Gateway.Start(Edge, Receiver);
    }

    public override IChannelGateway Gateway { get; }

    protected ManualTime Time { get; } = new();

    public override ValueTask PassAsync(TimeSpan time)
    {
        for (int i = 1; i < Steps; i++)
        {
            Time.Advance(time / Steps);
        }

        Time.Advance(time - (time / Steps * (Steps - 1)));
        return ValueTask.CompletedTask;
    }

    public override Task UntilAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what, () => Time.Advance(LittleTime));

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Receiver.Release();
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }

    protected virtual IChannelGateway Wrap(InProcessGateway gateway) => gateway;
}
