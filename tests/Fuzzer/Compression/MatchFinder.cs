using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// The sliding window of the compressor: what was said before, and for each four octets where they stood last.
/// Positions count on over the whole life of the connection, so neither sliding the array nor forgetting needs the chains to be rewritten:
/// a position below <c>oldest</c> is simply not followed.
/// </summary>
internal sealed class MatchFinder
{
    /// <summary>Matches of three octets (RFC 1951 §3.2.5) gain little and are many; four are worth looking for.</summary>
    public const int Shortest = sizeof(uint);

    private const int HashBits = 15;
    private const int MaxChain = 4;
    private const int GoodEnough = 32;
    private const int RetainedOctets = 1 << 20;

    private readonly int windowOctets;
    private readonly int lastPosition;
    private readonly int[] heads = new int[1 << HashBits];
    private readonly int[] previous;
    private byte[] octets;
    private int length;
    private int origin;
    private int oldest;

    /// <param name="windowOctets">A power of two.</param>
    /// <param name="lastPosition">Beyond it everything is forgotten once, before positions overflow an int.</param>
    public MatchFinder(int windowOctets, int lastPosition = 1 << 30)
    {
        this.windowOctets = windowOctets;
        this.lastPosition = lastPosition;
        previous = new int[windowOctets];
        octets = new byte[4 * windowOctets];
        Array.Fill(heads, -1);
    }

    /// <summary>What <see cref="Append"/> was given, by the indexes that it told.</summary>
    public ReadOnlySpan<byte> Octets => octets.AsSpan(0, length);

    public void Forget() => oldest = origin + length;

    /// <summary>Puts a message behind what is remembered; returns the index of its first octet.</summary>
    public int Append(ReadOnlySpan<byte> message)
    {
        if (origin > lastPosition)
        {
            Restart();
        }

        if (message.Length > octets.Length - length)
        {
            Slide(message.Length);
        }

        int first = length;
        message.CopyTo(octets.AsSpan(first));
        length += message.Length;
        return first;
    }

    /// <summary>The longest earlier occurrence of what stands at <paramref name="index"/>, if it is longer than <paramref name="atLeast"/>; enters the place.</summary>
    public int FindAndEnter(int index, int atLeast, out int distance)
    {
        distance = 0;
        int ahead = Math.Min(length - index, DeflateAlphabet.MaxMatch);
        if (ahead < Shortest)
        {
            return 0;
        }

        int position = origin + index;
        int candidate = Enter(index);
        int lowest = Math.Max(oldest, position - windowOctets);
        uint start = FourAt(index);
        int best = Math.Max(atLeast, Shortest - 1);
        for (int tries = MaxChain; candidate >= lowest && tries > 0 && best < Math.Min(ahead, GoodEnough); tries--)
        {
            int at = candidate - origin;
            if (octets[at + best] == octets[index + best] && FourAt(at) == start)
            {
                int common = CommonLength(at, index, ahead);
                if (common > best)
                {
                    best = common;
                    distance = position - candidate;
                }
            }

            // A place at the far end of the window shares its slot with this one, which then points forward.
            int earlier = previous[candidate & (windowOctets - 1)];
            candidate = earlier < candidate ? earlier : -1;
        }

        return distance == 0 ? 0 : best;
    }

    /// <summary>Enters places that a match covers.</summary>
    public void Enter(int index, int count)
    {
        int end = Math.Min(index + count, length - Shortest + 1);
        for (int at = index; at < end; at++)
        {
            Enter(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Enter(int index)
    {
        int hash = Hash(index);
        int position = origin + index;
        int head = heads[hash];
        previous[position & (windowOctets - 1)] = head;
        heads[hash] = position;
        return head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Hash(int index) => (int)((FourAt(index) * 0x9E3779B1u) >> (32 - HashBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint FourAt(int index) => BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(index));

    private int CommonLength(int at, int index, int limit) =>
        octets.AsSpan(at, limit).CommonPrefixLength(octets.AsSpan(index, limit));

    private void Slide(int needed)
    {
        int kept = Math.Min(windowOctets, length);
        int size = Math.Max(4 * windowOctets, kept + needed);
        bool fits = size <= octets.Length && octets.Length <= RetainedOctets;
        byte[] target = fits ? octets : new byte[size];
        octets.AsSpan(length - kept, kept).CopyTo(target);
        octets = target;
        origin += length - kept;
        length = kept;
    }

    private void Restart()
    {
        Array.Fill(heads, -1);
        origin = 0;
        oldest = 0;
        length = 0;
    }
}
