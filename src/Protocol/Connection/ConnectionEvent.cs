namespace Stratus.Realtime.Protocol.Connection;

/// <summary>What can move a connection from one state to another.</summary>
internal enum ConnectionEvent : byte
{
    CloseFrame,
    CloseCall,
    Failure,
    EndOfInput,
    Deadline,
}
