using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The octets that a match may refer to, and where to look for one: all that a connection keeps.
/// <para>
/// The octets lie in a buffer somewhat larger than the window; when it is full, the last window of them moves to its front.
/// A position is remembered by the hash of six octets there, in a bucket that holds the latest few and lies in one cache line,
/// so that a search costs one miss however many it compares. The octets compared are in 32 KiB that soon are all in the cache.
/// </para>
/// <para>
/// Positions are counted from the first octet ever, modulo 2^16. Moving the octets changes none of them, and one that is long
/// out of date looks like some distance or other: it is used if that distance is within the octets at hand, and only as far as
/// the octets there are equal. So no entry, however it came to be there, can make a wrong match.
/// </para>
/// </summary>
/// <remarks>
/// The unchecked accesses of the search are here. They stay within the array because every position handed in lies below
/// the end of the octets, distances are at most the position, and <see cref="Padding"/> follows the last octet.
/// </remarks>
internal sealed class DeflateHistory
{
    // Octets are compared 32 at a time, from any position that has been filled.
    private const int Padding = 32;

    private const int MaxWays = 16;
    private const int MinMatch = 4;

    // A match of four octets saves nothing if its distance, longer than this, has many extra bits.
    private const int MinMatchMaxDistance = 1 << 12;

    // Small windows would move for every few octets.
    private const int MinSpareOctets = 1024;

    // The odd multiplier that spreads the lowest 48 bits, six octets, over the highest 32.
    private const ulong HashMultiplier = 0x9E3779B97F4A7C15UL << 16;

    private readonly byte[] _octets;
    private readonly ushort[] _positions;
    private readonly byte[] _next; // of each bucket, which entry is the oldest
    private readonly int _window;
    private readonly int _ways;
    private int _dropped; // octets before those at hand, modulo 2^16

    public DeflateHistory(int windowBits, int ways)
    {
        Debug.Assert(ways is 8 or MaxWays);
        _window = 1 << windowBits;
        _ways = ways;
        _octets = new byte[_window + Spare(_window) + Padding];
        _positions = new ushort[Positions(_window)];
        _next = new byte[_positions.Length / ways];
    }

    /// <summary>Where the octets at hand end.</summary>
    public int End { get; private set; }

    private int Capacity => _octets.Length - Padding;

    /// <summary>What it holds, whatever the ways.</summary>
    public static int MemoryOctets(int windowBits)
    {
        int window = 1 << windowBits;
        return window + Spare(window) + Padding + (Positions(window) * sizeof(ushort)) + (Positions(window) / 8);
    }

    public byte this[int at] => _octets[at];

    /// <summary>Takes in octets, as many as there is room for, behind those at hand.</summary>
    /// <param name="octets">Not empty.</param>
    /// <param name="moved">By how much the positions of those that were there have become smaller.</param>
    /// <returns>How many, at least one.</returns>
    public int Append(ReadOnlySpan<byte> octets, out int moved)
    {
        moved = 0;
        if (octets.Length > Capacity - End && End > _window)
        {
            moved = End - _window;
            _octets.AsSpan(moved, _window).CopyTo(_octets);
            _dropped = (_dropped + moved) & ushort.MaxValue;
            End = _window;
        }

        int taken = Math.Min(octets.Length, Capacity - End);
        octets[..taken].CopyTo(_octets.AsSpan(End));
        End += taken;
        return taken;
    }

    /// <summary>Remembers positions, all below the end.</summary>
    public void Remember(int from, int to, int step)
    {
        Debug.Assert(from >= 0 && to <= End);
        ref byte octets = ref MemoryMarshal.GetArrayDataReference(_octets);
        ref ushort positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref byte next = ref MemoryMarshal.GetArrayDataReference(_next);
        uint buckets = (uint)_next.Length;
        uint ways = (uint)_ways;
        for (int at = from; at < to; at += step)
        {
            uint bucket = Bucket(ref Unsafe.Add(ref octets, at), buckets);
            uint oldest = Unsafe.Add(ref next, bucket)++ & (ways - 1);
            Unsafe.Add(ref positions, (bucket * ways) + oldest) = (ushort)(at + _dropped);
        }
    }

    /// <summary>The longest match at a position below the end, and of these the nearest; the position is remembered.</summary>
    public DeflateMatch Search(int at)
    {
        int most = Math.Min(End - at, DeflateSymbols.MaxMatch);
        if (most < MinMatch)
        {
            return default;
        }

        ref byte here = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_octets), at);
        uint bucket = Bucket(ref here, (uint)_next.Length);
        ref ushort positions = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_positions), bucket * (uint)_ways);
        ref byte next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_next), bucket);
        Vector128<ushort> position = Vector128.Create((ushort)(at + _dropped));
        Vector128<ushort> farthest = Vector128.Create((ushort)Math.Min(_window, at));
        uint best = BestOf(ref here, Distances(position, farthest, ref positions));
        if (_ways == MaxWays)
        {
            best = Greater(best, BestOf(ref here, Distances(position, farthest, ref Unsafe.Add(ref positions, Vector128<ushort>.Count))));
        }

        Unsafe.Add(ref positions, (uint)(next++ & (_ways - 1))) = (ushort)(at + _dropped);
        int length = (int)(best >> 16);
        int distance = ushort.MaxValue - (ushort)best;
        if (length == Vector256<byte>.Count)
        {
            length = Extend(ref here, distance, most);
        }

        // Again without a branch, so that the caller can begin the next search before the end of this one is known.
        int tooShort = MinMatch - 1 + (int)((uint)(MinMatchMaxDistance - distance) >> 31);
        return new DeflateMatch(Math.Min(length, most) & ((tooShort - length) >> 31), distance);
    }

    // 4 KiB for the largest window, which then moves once for so many octets: the time of a few dozen matches.
    private static int Spare(int window) => Math.Max(window / 8, MinSpareOctets);

    // Three positions for every four octets of the window: many octets are within matches, or in a bucket with nothing like them.
    private static int Positions(int window) => window / 4 * 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bucket(ref byte octets, uint buckets)
    {
        ulong next = Unsafe.ReadUnaligned<ulong>(ref octets);
        next = BitConverter.IsLittleEndian ? next : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(next);
        return (uint)(((next * HashMultiplier) >> 32) * buckets >> 32);
    }

    /// <summary>How far back eight remembered positions are; 0 for those out of reach.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Distances(Vector128<ushort> position, Vector128<ushort> farthest, ref ushort positions)
    {
        Vector128<ushort> distances = position - Vector128.LoadUnsafe(ref positions);
        return distances & Vector128.LessThan(distances - Vector128<ushort>.One, farthest);
    }

    /// <summary>The greatest of eight keys, without a branch: which one it is cannot be foretold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BestOf(ref byte here, Vector128<ushort> distances)
    {
        Vector256<byte> wanted = Vector256.LoadUnsafe(ref here);
        uint a = Greater(Key(ref here, wanted, distances[0]), Key(ref here, wanted, distances[1]));
        uint b = Greater(Key(ref here, wanted, distances[2]), Key(ref here, wanted, distances[3]));
        uint c = Greater(Key(ref here, wanted, distances[4]), Key(ref here, wanted, distances[5]));
        uint d = Greater(Key(ref here, wanted, distances[6]), Key(ref here, wanted, distances[7]));
        return Greater(Greater(a, b), Greater(c, d));
    }

    /// <summary>How many octets are equal, up to 32, above what is greater the less the distance is; 0 for no distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Key(ref byte here, Vector256<byte> wanted, uint distance)
    {
        Vector256<byte> there = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref here, distance));
        uint equal = Vector256.Equals(wanted, there).ExtractMostSignificantBits();
        uint key = ((uint)BitOperations.TrailingZeroCount(~equal) << 16) | (ushort.MaxValue - distance);
        return key & (uint)(-(int)distance >> 31);
    }

    /// <summary>The greater of two keys, which are far below 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Greater(uint a, uint b) => a ^ ((a ^ b) & (uint)((int)(a - b) >> 31));

    private static int Extend(ref byte here, int distance, int most)
    {
        int length = Vector256<byte>.Count;
        while (length < most)
        {
            ref byte next = ref Unsafe.Add(ref here, length);
            ulong other = Unsafe.ReadUnaligned<ulong>(ref next) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Subtract(ref next, distance));
            if (other != 0)
            {
                int equal = BitConverter.IsLittleEndian ? BitOperations.TrailingZeroCount(other) : BitOperations.LeadingZeroCount(other);
                return length + (equal >> 3);
            }

            length += sizeof(ulong);
        }

        return length;
    }
}
