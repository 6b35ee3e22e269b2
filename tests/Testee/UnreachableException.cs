namespace Stratus.Realtime.Testee;

/// <summary>The fuzzer does not take connections.</summary>
internal sealed class UnreachableException(string message, Exception inner) : Exception(message, inner);
