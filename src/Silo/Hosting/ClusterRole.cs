namespace Stratus.Realtime.Silo.Hosting;

/// <summary>What an edge is in a cluster.</summary>
public enum ClusterRole
{
    /// <summary>In none: its channels live in its own process.</summary>
    None,

    /// <summary>An edge: channels live in the silos.</summary>
    Edge,

    /// <summary>An edge and a silo in one process.</summary>
    All,
}
