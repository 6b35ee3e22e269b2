using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Text;

/// <summary>
/// Validates text a vector at a time, without branches but for vectors of ASCII. Whether an octet is right depends on it and the three
/// before it alone, so these are simply loaded again from one, two and three places earlier: nothing is carried from vector to vector,
/// and the last one may overlap the one before it.
/// </summary>
internal static class Utf8Blocks<TOctets>
    where TOctets : struct, IOctets<TOctets>
{
    /// <summary>The shortest text: what a vector behind the first loads from three places earlier must be text as well.</summary>
    public static int MinOctets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TOctets.Count + 3;
    }

    /// <summary>True when the text is valid and complete.</summary>
    /// <param name="text">At least <see cref="MinOctets"/>.</param>
    // Optimised at once: 16 KiB take 0.3 us, but 100 us before the JIT would come round to it, and a server's first minute counts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        Debug.Assert(text.Length >= MinOctets);
        Utf8Errors<TOctets> errors = new();
        ref byte start = ref MemoryMarshal.GetReference(text);
        TOctets first = TOctets.Load(ref start);
        TOctets found = errors.Find(first, TOctets.Delay(first, 1), TOctets.Delay(first, 2), TOctets.Delay(first, 3));

        nuint last = (nuint)(text.Length - TOctets.Count);
        for (nuint at = (nuint)TOctets.Count; at < last; at += (nuint)TOctets.Count)
        {
            found |= FindAt(errors, ref Unsafe.Add(ref start, at));
        }

        found |= FindAt(errors, ref Unsafe.Add(ref start, last));
        return found.IsZero && !IsOpen(text);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOctets FindAt(in Utf8Errors<TOctets> errors, ref byte place)
    {
        TOctets current = TOctets.Load(ref place);
        TOctets before3 = TOctets.Load(ref Unsafe.Subtract(ref place, 3));

        // The two vectors cover the block and the three octets before it: if all is ASCII, no sequence is open either.
        if ((current | before3).IsAscii)
        {
            return default;
        }

        TOctets before1 = TOctets.Load(ref Unsafe.Subtract(ref place, 1));
        TOctets before2 = TOctets.Load(ref Unsafe.Subtract(ref place, 2));
        return errors.Find(current, before1, before2, before3);
    }

    // True when a leading octet wants more than there is behind it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOpen(ReadOnlySpan<byte> text) => text[^1] >= 0xC0 || text[^2] >= 0xE0 || text[^3] >= 0xF0;
}
