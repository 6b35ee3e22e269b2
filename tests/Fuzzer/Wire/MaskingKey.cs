using System.Numerics;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>RFC 6455 §5.3: octet i of the payload is XORed with octet i modulo 4 of the key.</summary>
public static class MaskingKey
{
    /// <summary>Masks or unmasks in place.</summary>
    /// <param name="key">The key as the wire shows it, its first octet in the highest bits.</param>
    /// <param name="position">How many octets of the payload came before.</param>
    public static void Apply(Span<byte> octets, uint key, long position = 0)
    {
        uint rotated = BitOperations.RotateLeft(key, (int)(position & 3) * 8);
        uint pattern = BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(rotated) : rotated;

        Span<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(octets);
        Vector<uint> mask = new(pattern);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] ^= mask;
        }

        // A vector is a multiple of four octets, so the tail begins with the key's first octet again.
        Span<byte> tail = octets[(vectors.Length * Vector<byte>.Count)..];
        for (int i = 0; i < tail.Length; i++)
        {
            tail[i] ^= (byte)(rotated >> (24 - ((i & 3) * 8)));
        }
    }

    public static byte[] ToArray(uint key) => [(byte)(key >> 24), (byte)(key >> 16), (byte)(key >> 8), (byte)key];
}
