namespace Stratus.Realtime.Testee;

/// <summary>The command line makes no sense; the message names the argument.</summary>
internal sealed class BadArgumentException(string message) : Exception(message);
