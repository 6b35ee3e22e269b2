namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>The cluster did not do what a test needs it to.</summary>
internal sealed class ClusterException(string message) : Exception(message);
