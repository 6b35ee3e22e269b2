using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Client-to-server masking (RFC 6455 §5.3): octet i of the payload XOR octet i modulo 4 of the key.</summary>
internal static class Masking
{
    private const int AlignedOctets = 1024;

    /// <summary>The key as seen from <paramref name="offset"/> octets into the payload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint At(uint key, long offset) => BitConverter.IsLittleEndian
        ? BitOperations.RotateRight(key, (int)(offset & 3) * 8)
        : BitOperations.RotateLeft(key, (int)(offset & 3) * 8);

    /// <summary>Copies <paramref name="source"/> to <paramref name="destination"/>, masked or unmasked on the way.</summary>
    /// <param name="source">The payload, or a part of it.</param>
    /// <param name="destination">At least as long; may be the same memory, but must not overlap otherwise.</param>
    /// <param name="key">The key in memory order, rotated to where the source begins (<see cref="At"/>); 0 for none.</param>
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
    {
        if (key == 0)
        {
            source.CopyTo(destination);
        }
        else
        {
            Run<Blind>(source, destination, key);
        }
    }

    /// <summary>Copies likewise, and says whether all that was written is ASCII: text that is needs no second look.</summary>
    public static bool CopyIsAscii(ReadOnlySpan<byte> source, Span<byte> destination, uint key) => Run<Looking>(source, destination, key);

    // Four vectors are loaded before the first is stored: where both lie a little apart modulo 4 KiB, a load behind a store
    // that seems to touch it would wait for it.
    private static unsafe bool Run<TLook>(ReadOnlySpan<byte> source, Span<byte> destination, uint key)
        where TLook : struct, ILook
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination[..source.Length]);
        nuint length = (nuint)source.Length;
        nuint at = 0;
        Vector256<byte> seen = Vector256<byte>.Zero;

        if (Vector512.IsHardwareAccelerated && length >= 256)
        {
            Vector512<byte> seenWide = Vector512<byte>.Zero;
            if (length >= AlignedOctets && !Unsafe.AreSame(ref from, ref to))
            {
                // Every unaligned store would touch two cache lines. The first vector reaches beyond the line's edge, from where
                // the loop goes on with the key rotated; what is written twice is written alike.
                Vector512<byte> first = Vector512.LoadUnsafe(ref from) ^ Vector512.Create(key).AsByte();
                first.StoreUnsafe(ref to);
                seenWide = first;
                at = 64 - ((nuint)Unsafe.AsPointer(ref to) & 63);
                key = At(key, (long)at);
            }

            Vector512<byte> wide = Vector512.Create(key).AsByte();
            for (; at + 256 <= length; at += 256)
            {
                Vector512<byte> a = Vector512.LoadUnsafe(ref from, at) ^ wide;
                Vector512<byte> b = Vector512.LoadUnsafe(ref from, at + 64) ^ wide;
                Vector512<byte> c = Vector512.LoadUnsafe(ref from, at + 128) ^ wide;
                Vector512<byte> d = Vector512.LoadUnsafe(ref from, at + 192) ^ wide;
                a.StoreUnsafe(ref to, at);
                b.StoreUnsafe(ref to, at + 64);
                c.StoreUnsafe(ref to, at + 128);
                d.StoreUnsafe(ref to, at + 192);
                if (TLook.AtBits)
                {
                    seenWide |= a | b | c | d;
                }
            }

            seen = seenWide.GetLower() | seenWide.GetUpper();
        }

        if (Vector256.IsHardwareAccelerated && at + 32 <= length)
        {
            Vector256<byte> wide = Vector256.Create(key).AsByte();
            for (; at + 32 <= length; at += 32)
            {
                Vector256<byte> a = Vector256.LoadUnsafe(ref from, at) ^ wide;
                a.StoreUnsafe(ref to, at);
                if (TLook.AtBits)
                {
                    seen |= a;
                }
            }
        }

        uint rest = 0;
        for (; at + 4 <= length; at += 4)
        {
            uint a = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at)) ^ key;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, at), a);
            rest |= a;
        }

        ref byte octets = ref Unsafe.As<uint, byte>(ref key);
        for (nuint i = 0; at < length; at++, i++)
        {
            byte a = (byte)(Unsafe.Add(ref from, at) ^ Unsafe.Add(ref octets, i));
            Unsafe.Add(ref to, at) = a;
            rest |= a;
        }

        return TLook.AtBits && (rest & 0x80808080) == 0 && seen.ExtractMostSignificantBits() == 0;
    }

    private interface ILook
    {
        static abstract bool AtBits { get; }
    }

    private readonly struct Blind : ILook
    {
        public static bool AtBits => false;
    }

    private readonly struct Looking : ILook
    {
        public static bool AtBits => true;
    }
}
