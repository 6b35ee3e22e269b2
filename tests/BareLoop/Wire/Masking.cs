using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.BareLoop.Wire;

/// <summary>RFC 6455 §5.3.</summary>
internal static class Masking
{
    /// <summary>Moves octets to a place that is the same or earlier, and takes their mask off on the way.</summary>
    /// <returns>The mask as it goes on behind them.</returns>
    public static uint Move(Span<byte> octets, int from, int to, int length, uint mask)
    {
        ref byte source = ref MemoryMarshal.GetReference(octets.Slice(from, length));
        ref byte target = ref MemoryMarshal.GetReference(octets.Slice(to, length));

        // What a step overwrites lies before what the next one reads, since the target is not behind the source.
        int i = 0;
        Vector256<byte> wide = Vector256.Create(mask).AsByte();
        for (; i <= length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            (Vector256.LoadUnsafe(ref source, (nuint)i) ^ wide).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref target, i) = (byte)(Unsafe.Add(ref source, i) ^ (mask >> (8 * (i & 3))));
        }

        return BitOperations.RotateRight(mask, 8 * (length & 3));
    }
}
