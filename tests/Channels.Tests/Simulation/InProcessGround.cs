namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>An <see cref="InProcessGateway"/> with faults around it.</summary>
internal sealed class InProcessGround : SimulationGround
{
    private readonly InProcessGateway _inner;
    private readonly FaultyGateway _faulty;

    public InProcessGround(SimulationPlan plan, NamespaceTable namespaces, LinkLimits links)
    {
        _inner = new InProcessGateway(namespaces, TimeProvider.System, links);
        _faulty = new FaultyGateway(_inner, plan.Faults, plan.Seed, TimeProvider.System);
    }

    public override IChannelGateway Gateway => _faulty;

    public override IChannelGateway Truth => _inner;

    public override long Faults => _faulty.Faults;

    public override Task CalmAsync()
    {
        _faulty.IsActive = false;
        return Task.CompletedTask;
    }

    public override void Dispose() => _inner.Dispose();
}
