namespace Stratus.Realtime.Load.CommandLine;

/// <summary>The arguments make no sense; the message says which, and what they have to be.</summary>
internal sealed class BadArgumentException(string message) : Exception(message);
