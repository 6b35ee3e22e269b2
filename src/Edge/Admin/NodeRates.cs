namespace Stratus.Realtime.Edge.Admin;

/// <summary>How much passes through a node, over the last seconds.</summary>
/// <param name="PublicationsPerSecond">Publications that came from clients and servers.</param>
/// <param name="DeliveriesPerSecond">Publications that went to subscribers.</param>
/// <param name="CommandsPerSecond">Commands of clients.</param>
internal readonly record struct NodeRates(double PublicationsPerSecond, double DeliveriesPerSecond, double CommandsPerSecond);
