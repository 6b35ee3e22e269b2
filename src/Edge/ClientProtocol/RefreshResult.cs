namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What a client learns when its session goes on with a new token.</summary>
/// <param name="Client">The session's id.</param>
/// <param name="Version">The server's version.</param>
/// <param name="TtlSeconds">When the session needs the next token, in seconds from now; null for never.</param>
internal sealed record RefreshResult(string Client, string Version, int? TtlSeconds);
