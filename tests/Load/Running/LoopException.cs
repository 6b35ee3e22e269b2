namespace Stratus.Realtime.Load.Running;

/// <summary>A loop has ended by an exception; it is inside.</summary>
internal sealed class LoopException(Exception fault) : Exception(fault.Message, fault);
