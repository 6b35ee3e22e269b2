namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>Where the channels of a simulation live, and what goes wrong there.</summary>
internal abstract class SimulationGround : IDisposable
{
    /// <summary>The gateway with its faults.</summary>
    public abstract IChannelGateway Gateway { get; }

    /// <summary>A way to the same channels on which nothing goes wrong.</summary>
    public abstract IChannelGateway Truth { get; }

    /// <summary>How many faults there were.</summary>
    public abstract long Faults { get; }

    /// <summary>From now on nothing goes wrong.</summary>
    public abstract Task CalmAsync();

    public abstract void Dispose();
}
