using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Client-to-server masking (RFC 6455 §5.3): octet i of the payload XOR octet i modulo 4 of the key.</summary>
internal static class Masking
{
    /// <summary>The key as seen from <paramref name="offset"/> octets into the payload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint At(uint key, long offset) => BitConverter.IsLittleEndian
        ? BitOperations.RotateRight(key, (int)(offset & 3) * 8)
        : BitOperations.RotateLeft(key, (int)(offset & 3) * 8);

    /// <summary>Copies <paramref name="source"/> to <paramref name="destination"/>, masked or unmasked on the way.</summary>
    /// <param name="source">The payload, or a part of it.</param>
    /// <param name="destination">At least as long; may be the same memory, but must not overlap otherwise.</param>
    /// <param name="key">The key in memory order, rotated to where the source begins (<see cref="At"/>).</param>
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        if (key == 0)
        {
            source.CopyTo(destination);
            return;
        }

        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        nuint length = (nuint)source.Length;
        nuint at = 0;

        if (Vector512.IsHardwareAccelerated && length >= 64)
        {
            Vector512<byte> wide = Vector512.Create(key).AsByte();
            for (; at + 64 <= length; at += 64)
            {
                (Vector512.LoadUnsafe(ref from, at) ^ wide).StoreUnsafe(ref to, at);
            }
        }

        if (Vector256.IsHardwareAccelerated && at + 32 <= length)
        {
            Vector256<byte> wide = Vector256.Create(key).AsByte();
            for (; at + 32 <= length; at += 32)
            {
                (Vector256.LoadUnsafe(ref from, at) ^ wide).StoreUnsafe(ref to, at);
            }
        }

        for (; at + 4 <= length; at += 4)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at)) ^ key);
        }

        ref byte octets = ref Unsafe.As<uint, byte>(ref key);
        for (nuint i = 0; at < length; at++, i++)
        {
            Unsafe.Add(ref to, at) = (byte)(Unsafe.Add(ref from, at) ^ Unsafe.Add(ref octets, i));
        }
    }
}
