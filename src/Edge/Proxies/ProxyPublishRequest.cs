namespace Stratus.Realtime.Edge.Proxies;

/// <summary>A client wants to publish.</summary>
/// <param name="Client">The client's id.</param>
/// <param name="User">The user's id; empty for an anonymous one.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Data">The payload: a JSON value.</param>
internal sealed record ProxyPublishRequest(string Client, string User, string Channel, ReadOnlyMemory<byte> Data);
