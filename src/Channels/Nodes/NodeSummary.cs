namespace Stratus.Realtime.Channels;

/// <summary>How an edge is, in few words.</summary>
/// <param name="Id">Its incarnation.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Uptime">Since it started.</param>
/// <param name="Clients">Connected clients.</param>
/// <param name="Users">Different users among them.</param>
/// <param name="Channels">Channels that they are subscribed to.</param>
public sealed record NodeSummary(string Id, string Name, string Version, TimeSpan Uptime, int Clients, int Users, int Channels);
