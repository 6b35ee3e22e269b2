namespace Stratus.Realtime.Cluster.Faults;

/// <summary>What keeps all processors busy runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultRuns
{
    public const string Name = "fault runs";
}
