namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// Deflates the messages of one direction of a connection (RFC 1951, framed by RFC 7692 §7.2.1): matches are looked for
/// greedily with one octet of patience, collected into blocks, and each block is written in the smallest of the three forms.
/// </summary>
/// <param name="windowBits">8 to 15: back references reach at most 1 &lt;&lt; windowBits octets.</param>
public sealed class Deflater(int windowBits)
{
    // A match this long is taken without looking whether the next octet begins a longer one.
    private const int TakeAtOnce = 16;

    // After every 1 << this many octets without a match the step grows by one.
    private const int MissesPerStep = 4;

    private readonly MatchFinder finder = new(WindowOctets(windowBits));
    private readonly DeflateBlock block = new();
    private readonly BitWriter writer = new();

    /// <summary>Later messages refer to nothing before: no context takeover.</summary>
    public void Reset() => finder.Forget();

    /// <summary>Deflates one message and removes the last four octets of the empty stored block that ends it.</summary>
    public byte[] Message(ReadOnlySpan<byte> octets)
    {
        writer.Clear();
        int first = finder.Append(octets);
        WriteBlocks(first, first + octets.Length);

        // RFC 7692 §7.2.1: an empty stored block ends the message; its length 00 00 ff ff is not sent.
        writer.Reserve(1);
        writer.Write(0, 3);
        writer.AlignToOctet();
        return writer.Written.ToArray();
    }

    private static int WindowOctets(int windowBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, 15);
        return 1 << windowBits;
    }

    private void WriteBlocks(int first, int end)
    {
        int blockStart = first;
        int index = first;
        while (index < end)
        {
            int matched = index;
            int length = FindNext(ref matched, end, out int distance);
            while (index < matched)
            {
                block.AddLiteral(finder.Octets[index++]);
                EndBlockIfFull(ref blockStart, index);
            }

            if (length != 0)
            {
                block.AddMatch(length, distance);
                index += length;
                EndBlockIfFull(ref blockStart, index);
            }
        }

        if (index > blockStart)
        {
            block.WriteTo(writer, finder.Octets[blockStart..index]);
        }
    }

    private void EndBlockIfFull(ref int blockStart, int index)
    {
        if (block.IsFull)
        {
            block.WriteTo(writer, finder.Octets[blockStart..index]);
            blockStart = index;
        }
    }

    // Moves on to the next match, or to the end. The longer nothing is found, the larger the steps:
    // octets that have not compressed for a while are not likely to.
    private int FindNext(ref int index, int end, out int distance)
    {
        int misses = 0;
        while (index < end)
        {
            int length = finder.FindAndEnter(index, 0, out distance);
            if (length != 0)
            {
                return Improve(ref index, length, ref distance);
            }

            index = Math.Min(end, index + 1 + (misses++ >> MissesPerStep));
        }

        distance = 0;
        return 0;
    }

    // One octet of patience: where a longer match begins at the next octet, this one goes out as a literal.
    private int Improve(ref int index, int length, ref int distance)
    {
        int entered = 1;
        while (length < TakeAtOnce)
        {
            int longer = finder.FindAndEnter(index + 1, length, out int longerDistance);
            entered = 2;
            if (longer == 0)
            {
                break;
            }

            (index, length, distance, entered) = (index + 1, longer, longerDistance, 1);
        }

        finder.Enter(index + entered, length - entered);
        return length;
    }
}
