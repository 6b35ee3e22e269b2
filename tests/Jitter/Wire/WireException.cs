namespace Stratus.Realtime.Jitter.Tests.Wire;

/// <summary>The edge broke a rule of the protocol.</summary>
internal sealed class WireException(string message) : Exception(message);
