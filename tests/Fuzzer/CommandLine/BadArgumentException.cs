namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>The command line or a spec file makes no sense. The message names the argument or key, and what belongs there.</summary>
public sealed class BadArgumentException(string message) : Exception(message);
