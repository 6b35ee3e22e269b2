using System.Security.Cryptography;
using System.Text;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>The words of a wire trace: events as they are, frames that the engine sent behind <c>&gt;</c>.</summary>
internal static class WireText
{
    public static string Message(MessageKind kind, ReadOnlySpan<byte> payload) =>
        kind == MessageKind.Text ? "text " + Quoted(payload) : "binary " + Hex(payload);

    public static string Quoted(ReadOnlySpan<byte> payload) =>
        payload.Length > 200 ? Hex(payload) : $"\"{Encoding.UTF8.GetString(payload)}\"";

    public static string Hex(ReadOnlySpan<byte> payload) =>
        payload.Length > 200 ? $"[{payload.Length} octets {Convert.ToHexString(SHA256.HashData(payload)[..4])}]" : Convert.ToHexString(payload);

    public static string Sent(Frame frame)
    {
        string flags = (frame.Rsv == 4 ? "rsv1 " : frame.Rsv == 0 ? "" : $"rsv={frame.Rsv} ") + (frame.Fin ? "" : "more ");
        return "> " + flags + frame.Opcode switch
        {
            0 => "next " + Quoted(frame.Payload),
            1 => "text " + (frame.Rsv == 4 ? Hex(frame.Payload) : Quoted(frame.Payload)),
            2 => "binary " + Hex(frame.Payload),
            8 when frame.Payload.Length == 0 => "close",
            8 => $"close {(frame.Payload[0] * 256) + frame.Payload[1]} {Quoted(frame.Payload.AsSpan(2))}",
            9 => "ping " + Quoted(frame.Payload),
            10 => "pong " + Quoted(frame.Payload),
            _ => $"opcode {frame.Opcode} {Hex(frame.Payload)}",
        };
    }
}
