using System.Buffers.Binary;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>A frame that came from the edge.</summary>
internal readonly record struct ServerFrame(byte First, byte[] Payload)
{
    public const byte TextOpcode = 1;
    public const byte BinaryOpcode = 2;
    public const byte CloseOpcode = 8;
    public const byte PingOpcode = 9;
    public const byte PongOpcode = 10;

    public int Opcode => First & 0x0F;

    public bool Fin => (First & ClientFrames.Fin) != 0;

    public bool Compressed => (First & ClientFrames.Rsv1) != 0;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The code of a close frame; 0 when it has none.</summary>
    public int CloseCode => Payload.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>The reason of a close frame.</summary>
    public string CloseReason => Encoding.UTF8.GetString(Payload.AsSpan(Math.Min(2, Payload.Length)));
}
