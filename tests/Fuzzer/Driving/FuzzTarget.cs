namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>A server under test.</summary>
/// <param name="Agent">Its name in reports; null takes it from its Server header.</param>
internal sealed record FuzzTarget(Uri Url, string? Agent, bool Http2, TrustedRoot? Root);
