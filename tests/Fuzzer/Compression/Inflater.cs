using System.Buffers.Binary;

namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// Inflates the messages of one direction of a connection (RFC 1951, framed by RFC 7692 §7.2.2).
/// <para>
/// One array holds what was output before, as far as the window reaches, and the message that is being inflated behind it:
/// a back reference is then a copy within the array, whether it stays inside the message or not.
/// </para>
/// </summary>
/// <param name="windowBits">8 to 15: back references reach at most 1 &lt;&lt; windowBits octets.</param>
public sealed class Inflater(int windowBits)
{
    private const int RetainedOctets = 1 << 20;

    private readonly int windowOctets = WindowOctets(windowBits);
    private readonly HuffmanDecoder literals = new("literal") { MayBeSingle = true };
    private readonly HuffmanDecoder distances = new("distance") { MayBeSingle = true };
    private readonly HuffmanDecoder lengths = new("code-length") { MayBeSingle = false };
    private byte[] output = new byte[4 * WindowOctets(windowBits)];
    private byte[] input = new byte[1 << 12];
    private bool hasFixedCodes;
    private int start;
    private int end;
    private int maxEnd;
    private int limit;

    /// <summary>The farthest back reference so far, over all messages.</summary>
    public int LongestDistance { get; private set; }

    /// <summary>Forgets what was output: no context takeover.</summary>
    public void Reset()
    {
        start = 0;
        end = 0;
    }

    /// <summary>Inflates one message, from which the sender removed the last four octets of its empty stored block.</summary>
    public byte[] Message(ReadOnlySpan<byte> compressed, int maxOctets = 64 << 20)
    {
        DropWhatIsOutOfReach();
        int first = end;
        limit = maxOctets;
        maxEnd = (int)Math.Min(Array.MaxLength, (long)first + maxOctets);
        BitReader bits = new(WithTail(compressed));
        do
        {
            bool isFinal = ReadBlock(ref bits);
            if (isFinal)
            {
                // RFC 7692 §7.2.3.4: more blocks may come after a final one; they begin at the next octet.
                bits.SkipToOctet();
            }
        }
        while (!bits.IsAtEnd);

        byte[] message = output.AsSpan(first, end - first).ToArray();
        if (output.Length > RetainedOctets)
        {
            Keep(new byte[4 * windowOctets]);
        }

        return message;
    }

    private static int WindowOctets(int windowBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, 15);
        return 1 << windowBits;
    }

    private bool ReadBlock(ref BitReader bits)
    {
        bits.Refill();
        bool isFinal = bits.Take(1) == 1;
        switch (bits.Take(2))
        {
            case 0:
                CopyStored(ref bits);
                break;
            case 1:
                DefineFixedCodes();
                ReadSymbols(ref bits);
                break;
            case 2:
                hasFixedCodes = false;
                ReadCodes(ref bits);
                ReadSymbols(ref bits);
                break;
            default:
                throw DeflateError.ReservedBlockType();
        }

        return bits.IsPastEnd ? throw DeflateError.EndsInBlock() : isFinal;
    }

    // RFC 1951 §3.2.4
    private void CopyStored(ref BitReader bits)
    {
        bits.SkipToOctet();
        ReadOnlySpan<byte> header = bits.ReadOctets(4);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header);
        int complement = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
        if ((length ^ complement) != 0xffff)
        {
            throw DeflateError.StoredLength(length, complement);
        }

        ReadOnlySpan<byte> octets = bits.ReadOctets(length);
        MakeRoom(length);
        octets.CopyTo(output.AsSpan(end));
        end += length;
    }

    private void DefineFixedCodes()
    {
        if (!hasFixedCodes)
        {
            literals.Define(DeflateAlphabet.FixedLiteralLengths());
            distances.Define(DeflateAlphabet.FixedDistanceLengths());
            hasFixedCodes = true;
        }
    }

    // RFC 1951 §3.2.7
    private void ReadCodes(ref BitReader bits)
    {
        bits.Refill();
        int literalCount = bits.Take(5) + 257;
        int distanceCount = bits.Take(5) + 1;
        int lengthCount = bits.Take(4) + 4;
        RequireAtMost("literal", literalCount, DeflateAlphabet.LiteralSymbols);
        RequireAtMost("distance", distanceCount, DeflateAlphabet.DistanceSymbols);

        Span<byte> lengthLengths = stackalloc byte[DeflateAlphabet.LengthOfLengthSymbols];
        lengthLengths.Clear();
        for (int index = 0; index < lengthCount; index++)
        {
            lengthLengths[DeflateAlphabet.LengthOfLengthOrder[index]] = (byte)bits.Read(3);
        }

        lengths.Define(lengthLengths);
        Span<byte> codeLengths = stackalloc byte[DeflateAlphabet.LiteralSymbols + DeflateAlphabet.DistanceSymbols];
        codeLengths = codeLengths[..(literalCount + distanceCount)];
        ReadCodeLengths(ref bits, codeLengths);
        if (codeLengths[DeflateAlphabet.EndOfBlock] == 0)
        {
            throw DeflateError.NoEndOfBlock();
        }

        literals.Define(codeLengths[..literalCount]);
        distances.Define(codeLengths[literalCount..]);
    }

    private static void RequireAtMost(string code, int count, int limit)
    {
        if (count > limit)
        {
            throw DeflateError.TooManySymbols(code, count, limit);
        }
    }

    // The lengths of both codes are one sequence: a repetition may cross from literals to distances.
    private void ReadCodeLengths(ref BitReader bits, scoped Span<byte> codeLengths)
    {
        int at = 0;
        while (at < codeLengths.Length)
        {
            bits.Refill();
            int symbol = lengths.Read(ref bits);
            if (symbol < DeflateAlphabet.RepeatPrevious)
            {
                codeLengths[at++] = (byte)symbol;
                continue;
            }

            if (symbol == DeflateAlphabet.RepeatPrevious && at == 0)
            {
                throw DeflateError.NothingToRepeat();
            }

            (byte value, int count) = symbol switch
            {
                DeflateAlphabet.RepeatPrevious => (codeLengths[at - 1], 3 + bits.Take(2)),
                DeflateAlphabet.RepeatZero => ((byte)0, 3 + bits.Take(3)),
                _ => ((byte)0, 11 + bits.Take(7)),
            };
            if (count > codeLengths.Length - at)
            {
                throw DeflateError.RepeatTooLong();
            }

            codeLengths.Slice(at, count).Fill(value);
            at += count;
        }
    }

    // RFC 1951 §3.2.3: the loop that decodes literals and matches until the end of the block.
    private void ReadSymbols(ref BitReader bits)
    {
        while (true)
        {
            // 15 + 5 + 15 + 13 bits is the longest there is, and a refill brings 56.
            bits.Refill();
            int symbol = literals.Read(ref bits);
            if (symbol < DeflateAlphabet.EndOfBlock)
            {
                MakeRoom(1);
                output[end++] = (byte)symbol;
                continue;
            }

            if (symbol == DeflateAlphabet.EndOfBlock)
            {
                return;
            }

            int lengthCode = symbol - DeflateAlphabet.FirstLength;
            if (lengthCode >= DeflateAlphabet.LengthBase.Length)
            {
                throw DeflateError.BadSymbol("length", symbol);
            }

            int length = DeflateAlphabet.LengthBase[lengthCode] + bits.Take(DeflateAlphabet.LengthExtraBits[lengthCode]);
            int distanceCode = distances.Read(ref bits);
            if (distanceCode >= DeflateAlphabet.DistanceBase.Length)
            {
                throw DeflateError.BadSymbol("distance", distanceCode);
            }

            Copy(length, DeflateAlphabet.DistanceBase[distanceCode] + bits.Take(DeflateAlphabet.DistanceExtraBits[distanceCode]));
        }
    }

    private void Copy(int length, int distance)
    {
        if (distance > windowOctets)
        {
            throw DeflateError.BeyondWindow(distance, windowOctets);
        }

        if (distance > end - start)
        {
            throw DeflateError.BeyondOutput(distance, end - start);
        }

        LongestDistance = Math.Max(LongestDistance, distance);
        MakeRoom(length);
        Span<byte> from = output.AsSpan(end - distance, length);
        Span<byte> to = output.AsSpan(end, length);
        if (distance >= length)
        {
            from.CopyTo(to);
        }
        else
        {
            // The source overlaps the destination and repeats itself: octet by octet, in this order.
            for (int index = 0; index < to.Length; index++)
            {
                to[index] = from[index];
            }
        }

        end += length;
    }

    private void MakeRoom(int count)
    {
        if (count > maxEnd - end)
        {
            throw DeflateError.OverLimit(limit);
        }

        if (count > output.Length - end)
        {
            long size = Math.Max(2L * output.Length, (long)end + count);
            Array.Resize(ref output, (int)Math.Min(size, Array.MaxLength));
        }
    }

    private void DropWhatIsOutOfReach()
    {
        if (end > output.Length / 2)
        {
            Keep(output);
        }
    }

    private void Keep(byte[] destination)
    {
        int kept = Math.Min(windowOctets, end - start);
        output.AsSpan(end - kept, kept).CopyTo(destination);
        output = destination;
        start = 0;
        end = kept;
    }

    private ReadOnlySpan<byte> WithTail(ReadOnlySpan<byte> compressed)
    {
        // RFC 7692 §7.2.2: append what the sender removed, then inflate.
        ReadOnlySpan<byte> tail = [0x00, 0x00, 0xff, 0xff];
        int size = compressed.Length + tail.Length + BitReader.Padding;
        if (size > input.Length)
        {
            input = new byte[size];
        }

        compressed.CopyTo(input);
        tail.CopyTo(input.AsSpan(compressed.Length));
        input.AsSpan(compressed.Length + tail.Length, BitReader.Padding).Clear();
        return input.AsSpan(0, size);
    }
}
