namespace Stratus.Realtime.Load.Wire;

/// <summary>What a server's frames may not look like.</summary>
public enum FrameFault : byte
{
    None,
    Masked,
    ReservedBits,
    UnknownOpcode,
    BadControlFrame,
    UnexpectedContinuation,
    MessageInsideMessage,
}
