namespace Stratus.Realtime.Edge.Proxies;

/// <summary>What a remote procedure returns.</summary>
/// <param name="Data">A JSON value, or empty.</param>
internal sealed record ProxyRpcResult(ReadOnlyMemory<byte> Data);
