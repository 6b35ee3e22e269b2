namespace Stratus.Realtime.Load.Measuring;

/// <summary>The server's process ended while it was measured.</summary>
internal sealed class ServerGoneException() : Exception("The server's process (--pid) has ended.");
