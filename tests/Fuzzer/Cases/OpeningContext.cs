namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>What raw handshake octets are made from.</summary>
/// <param name="Host">The Host header's value, as in "127.0.0.1:9001".</param>
/// <param name="Target">Path and query of the URL under test.</param>
/// <param name="Key">Sec-WebSocket-Key: the fuzzer's own as client, the peer's as server.</param>
/// <param name="Accept">The Sec-WebSocket-Accept value that belongs to the key.</param>
public sealed record OpeningContext(string Host, string Target, string Key, string Accept);
