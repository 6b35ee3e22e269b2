using System.Buffers.Binary;
using System.Numerics;

namespace Stratus.Realtime.Load.Wire;

/// <summary>RFC 6455 §5.3.</summary>
internal static class Masking
{
    /// <summary>Masks octets that are at a place of a payload.</summary>
    public static void Apply(Span<byte> octets, uint mask, int at)
    {
        ulong wide = Wide(mask, at);
        while (octets.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(octets, BinaryPrimitives.ReadUInt64LittleEndian(octets) ^ wide);
            octets = octets[sizeof(ulong)..];
        }

        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] ^= (byte)(wide >> (8 * i));
        }
    }

    /// <summary>The mask of the eight octets that are at a place of a payload.</summary>
    public static ulong Wide(uint mask, int at)
    {
        uint turned = BitOperations.RotateRight(mask, 8 * (at & 3));
        return ((ulong)turned << 32) | turned;
    }
}
