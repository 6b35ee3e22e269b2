using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// Symbols far enough from the ends of input and output that neither needs to be looked at within a round.
/// The only unchecked memory accesses of the inflater are here; each is covered by one of the two margins,
/// by the room a match was found to have, or by the padding of the window's ring.
/// </summary>
internal static class InflateFastLoop
{
    // A round loads 8 octets at most twice, the second time at most 7 octets on.
    private const int InputMargin = 16;

    // A round writes at most three literals. A match looks for its own room.
    private const int OutputMargin = 3;

    // Matches are copied in steps of 16 octets.
    private const int CopyMargin = 16;

    // The longest distance: 15 bits of code, 13 of extra bits. The longest length takes 20.
    private const int DistanceBits = 28;

    private const uint LiteralMask = (1u << InflateTable.LiteralRootBits) - 1;
    private const uint DistanceMask = (1u << InflateTable.DistanceRootBits) - 1;

    private static readonly byte[] Repeats = MakeRepeats();

    public static bool HasMargin(ref InflateCursor cursor) =>
        cursor.Input.Length - cursor.Consumed >= InputMargin && cursor.Room >= OutputMargin;

    /// <summary>Done at the end of the block; Progress at an edge, or with a match that is left to the careful copy.</summary>
    public static InflateStatus Run(
        ref InflateCursor cursor, uint[] literalTable, uint[] distanceTable, InflateWindow window, ref InflateMatch match)
    {
        Debug.Assert(HasMargin(ref cursor));
        ref byte input = ref MemoryMarshal.GetReference(cursor.Input);
        ref byte output = ref MemoryMarshal.GetReference(cursor.Output);
        ref uint literals = ref MemoryMarshal.GetArrayDataReference(literalTable);
        ref uint distances = ref MemoryMarshal.GetArrayDataReference(distanceTable);
        int inputEnd = cursor.Input.Length - InputMargin;
        int outputEnd = cursor.Output.Length - OutputMargin;
        int read = cursor.Consumed;
        int written = cursor.Written;
        ulong bits = cursor.Bits;
        int bitCount = cursor.BitCount;
        InflateStatus status = InflateStatus.Progress;

        while (read <= inputEnd && written <= outputEnd)
        {
            Refill(ref input, ref read, ref bits, ref bitCount);
            // Two literals of the root take at most 20 of the 56 bits, the third symbol's length code another 20.
            uint entry = Unsafe.Add(ref literals, (nint)(bits & LiteralMask));
            if ((entry & InflateEntry.Literal) != 0)
            {
                Put(entry, ref output, ref written, ref bits, ref bitCount);
                entry = Unsafe.Add(ref literals, (nint)(bits & LiteralMask));
                if ((entry & InflateEntry.Literal) != 0)
                {
                    Put(entry, ref output, ref written, ref bits, ref bitCount);
                    entry = Unsafe.Add(ref literals, (nint)(bits & LiteralMask));
                }
            }
            if ((entry & InflateEntry.SubTable) != 0)
            {
                entry = Follow(entry, ref literals, ref bits, ref bitCount);
            }
            if ((entry & InflateEntry.Literal) != 0)
            {
                Put(entry, ref output, ref written, ref bits, ref bitCount);
                continue;
            }
            if ((entry & InflateEntry.Special) != 0)
            {
                Use(entry, ref bits, ref bitCount);
                status = (entry & InflateEntry.BlockEnd) != 0 ? InflateStatus.Done : InflateStatus.Invalid;
                break;
            }

            int length = InflateEntry.Value(entry, bits);
            Use(entry, ref bits, ref bitCount);
            if (bitCount < DistanceBits)
            {
                Refill(ref input, ref read, ref bits, ref bitCount);
            }
            entry = Unsafe.Add(ref distances, (nint)(bits & DistanceMask));
            if ((entry & InflateEntry.SubTable) != 0)
            {
                entry = Follow(entry, ref distances, ref bits, ref bitCount);
            }
            int distance = InflateEntry.Value(entry, bits);
            Use(entry, ref bits, ref bitCount);
            if ((entry & InflateEntry.Invalid) != 0 || !window.Reaches(distance, written))
            {
                status = InflateStatus.Invalid;
                break;
            }
            ref byte target = ref Unsafe.Add(ref output, written);
            ref byte source = ref distance <= written
                ? ref Unsafe.Subtract(ref target, distance)
                : ref window.Unwrapped(distance - written, length);
            if (length + CopyMargin > cursor.Output.Length - written || Unsafe.IsNullRef(ref source))
            {
                match = new InflateMatch(distance, length);
                break;
            }
            written += length;
            Copy(ref source, ref target, distance, length);
        }

        cursor.Consumed = read;
        cursor.Written = written;
        cursor.Bits = bits & ((1UL << bitCount) - 1);
        cursor.BitCount = bitCount;
        return status;
    }

    /// <summary>
    /// Brings the bits to 56 at least. Bits loaded above the count are the input's next ones, so loading them again does no harm.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte input, ref int read, ref ulong bits, ref int bitCount)
    {
        ulong next = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref input, read));
        bits |= (BitConverter.IsLittleEndian ? next : BinaryPrimitives.ReverseEndianness(next)) << bitCount;
        read += (63 - bitCount) >> 3;
        bitCount |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Use(uint entry, ref ulong bits, ref int bitCount)
    {
        int used = InflateEntry.BitsUsed(entry);
        bits >>= used;
        bitCount -= used;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(uint entry, ref byte output, ref int written, ref ulong bits, ref int bitCount)
    {
        Unsafe.Add(ref output, written++) = (byte)(entry >> 16);
        Use(entry, ref bits, ref bitCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Follow(uint entry, ref uint table, ref ulong bits, ref int bitCount)
    {
        Use(entry, ref bits, ref bitCount);
        ulong index = bits & ((1UL << InflateEntry.CodeBits(entry)) - 1);
        return Unsafe.Add(ref table, InflateEntry.Field(entry) + (nint)index);
    }

    /// <summary>Copies at least that many octets, at most 15 more; the source may overlap when it lies in the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte source, ref byte target, int distance, int length)
    {
        if (distance >= Vector128<byte>.Count)
        {
            nint at = 0;
            do
            {
                Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
                at += Vector128<byte>.Count;
            }
            while (at < length);
            return;
        }
        CopyNear(ref source, ref target, distance, length);
    }

    // The octets before the target repeat within a vector: one is made of them and stored at multiples of the distance.
    private static void CopyNear(ref byte source, ref byte target, int distance, int length)
    {
        Vector128<byte> octets = Vector128.LoadUnsafe(ref source);
        Vector128<byte> pattern = Vector128.ShuffleNative(octets, Vector128.LoadUnsafe(ref Repeats[0], (nuint)(distance * Vector128<byte>.Count)));
        nuint step = (nuint)(Vector128<byte>.Count / distance * distance);
        for (nuint at = 0; at < (nuint)length; at += step)
        {
            pattern.StoreUnsafe(ref target, at);
        }
    }

    /// <summary>For each distance below 16, which of the octets before come again: 0, 1, ... distance - 1, 0, 1, ...</summary>
    private static byte[] MakeRepeats()
    {
        const int Octets = 16;
        byte[] repeats = new byte[Octets * Octets];
        for (int i = Octets; i < repeats.Length; i++)
        {
            repeats[i] = (byte)(i % Octets % (i / Octets));
        }
        return repeats;
    }
}
