namespace Stratus.Realtime.Load.Wire;

/// <summary>RFC 6455 §5.2.</summary>
internal enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
