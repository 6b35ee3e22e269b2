using Stratus.Realtime.Channels.Tests.Hosting;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>What one simulated run is made of.</summary>
internal sealed record SimulationPlan
{
    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>What goes wrong in a cluster; null to run over an <see cref="InProcessGateway"/>.</summary>
    public NodeFaults? Nodes { get; init; }

    /// <summary>How many publications a channel keeps.</summary>
    public int HistorySize { get; init; } = 1_000_000;

    /// <summary>Decides everything that is random, but for the order of threads.</summary>
    public int Seed { get; init; }

    /// <summary>How long things go wrong.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long it may take to come right afterwards.</summary>
    public TimeSpan Bound { get; init; } = Hosts.Wait.Bound;

    public int Clients { get; init; } = 12;

    public int Publishers { get; init; } = 4;

    public int Channels { get; init; } = 4;

    /// <summary>Of the link to the edge.</summary>
    public int MaxLinkEvents { get; init; } = 100_000;

    /// <summary>Around the gateway with its faults.</summary>
    public Func<IChannelGateway, IChannelGateway> Wrap { get; init; } = gateway => gateway;

    /// <summary>Whether anything goes wrong at all.</summary>
    public bool HasFaults => Faults != new FaultPlan() || Nodes is not null;

    /// <summary>Whether a channel may lose its memory.</summary>
    public bool MayForget => Faults.ForgetChannel > 0 || Nodes is { MayLosePositions: true };

    /// <summary>Whether somebody may have to be told that something was missed.</summary>
    public bool MayLosePositions => Faults.ForgetChannel > 0 || HistorySize < 1_000_000 || Nodes is { MayLosePositions: true };

    /// <summary>Whether a coming or going may be told twice or not at all.</summary>
    public bool MayLoseMoves =>
        Faults.ForgetChannel + Faults.EndLease + Faults.SwallowBatch > 0 || MaxLinkEvents < 100_000 || Nodes is { MayLoseMoves: true };
}
