namespace Stratus.Realtime.Cluster.Faults.Injuries;

/// <summary>What is done to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of a silo; a new one is started when its channels live again.</summary>
    SiloKilled,

    /// <summary>SIGTERM of a silo, and a new one.</summary>
    SiloStopped,

    /// <summary>SIGKILL of an edge; a new one is started when its members have left.</summary>
    EdgeKilled,

    /// <summary>SIGTERM of an edge, and a new one.</summary>
    EdgeStopped,

    /// <summary>A silo hangs for 3 s: shorter than anybody's patience, or about as long.</summary>
    SiloPausedShortly,

    /// <summary>A silo hangs for 8 s: it is given up, and comes back with what it remembers.</summary>
    SiloPausedLong,

    /// <summary>An edge hangs for 8 s: its lease ends, and it comes back with sessions that silos have given up.</summary>
    EdgePausedLong,

    /// <summary>The database is gone for 4 s.</summary>
    DatabaseStopped,
}
