namespace Stratus.Realtime.Edge.Proxies;

/// <summary>A client calls a remote procedure.</summary>
/// <param name="Client">The client's id.</param>
/// <param name="User">The user's id; empty for an anonymous one.</param>
/// <param name="Method">The procedure; may be empty.</param>
/// <param name="Data">Its argument: a JSON value, or empty.</param>
internal sealed record ProxyRpcRequest(string Client, string User, string Method, ReadOnlyMemory<byte> Data);
