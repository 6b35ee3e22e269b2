using System.Buffers.Binary;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

/// <summary>Frames as a server writes them.</summary>
internal static class ServerFrames
{
    public static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload, bool isFinal = true, bool isCompressed = false)
    {
        byte first = (byte)((isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | (byte)opcode);
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)payload.Length],
            <= ushort.MaxValue => [126, .. new byte[2]],
            _ => [127, .. new byte[8]],
        };
        if (length.Length == 3)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length.AsSpan(1), (ushort)payload.Length);
        }
        else if (length.Length == 9)
        {
            BinaryPrimitives.WriteUInt64BigEndian(length.AsSpan(1), (ulong)payload.Length);
        }

        return [first, .. length, .. payload];
    }
}
