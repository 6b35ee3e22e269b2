using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Running;

/// <summary>Everything that is written down in a run.</summary>
internal sealed class RunRecord : IDisposable
{
    /// <summary>Where the run is.</summary>
    public Course Course { get; } = new();

    /// <summary>What was done.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>What was published.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>What else happened.</summary>
    public RunCounts Counts { get; } = new();

    /// <summary>Who came and went, as clients were told.</summary>
    public MemberLog Members { get; } = new();

    /// <summary>From the moment when a socket is opened until everything missed is there.</summary>
    public Samples CatchUps { get; } = new();

    /// <summary>From the kill of a silo until a publication to each channel was acknowledged.</summary>
    public Samples Resumptions { get; } = new();

    /// <summary>From the kill of an edge until its members were gone.</summary>
    public Samples Departures { get; } = new();

    public void Dispose() => Course.Dispose();
}
