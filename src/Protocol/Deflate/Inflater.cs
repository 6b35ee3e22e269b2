namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The receiving half of permessage-deflate (RFC 7692 §7.2.2): raw DEFLATE (RFC 1951), message after message, in whatever
/// pieces it comes. Output and final status depend on the octets alone, not on how input and output were cut.
/// </summary>
/// <remarks>
/// <para>
/// The bits taken from the input but not used yet (at most 63) are kept between calls, so a symbol is only decoded when all
/// of it is there, and the one thing that can stop in the middle is the copying of a match or of a stored block.
/// </para>
/// <para>
/// Unlike zlib it goes on after a block with BFINAL=1, as RFC 7692 §7.2.3.4 and §7.2.3.5 have it, and it refuses every
/// distance beyond the negotiated window, whether or not that octet happens to be at hand.
/// </para>
/// <para>About 7.5 KB of tables and 1 &lt;&lt; windowBits octets of window; nothing else is ever allocated.</para>
/// </remarks>
internal sealed class Inflater
{
    private enum State : byte { BlockHeader, StoredLength, StoredData, CodeLengths, Symbols, Invalid }

    private readonly InflateWindow _window;
    private readonly InflateDynamicCodes _dynamic = new();
    private uint[] _literals = InflateTable.FixedLiterals;
    private uint[] _distances = InflateTable.FixedDistances;
    private InflateMatch _match;
    private ulong _bits;
    private int _bitCount;
    private int _storedLeft;
    private State _state;
    private bool _isFinal;
    private bool _isOutputFull;

    public Inflater(int windowBits)
    {
        // RFC 7692 §7.1.2: 8 to 15.
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, 15);
        _window = new InflateWindow(windowBits);
    }

    /// <summary>What it holds, roughly, once it has been used; constant, so that a budget gets back what it gave.</summary>
    public int MemoryOctets => InflateDynamicCodes.MemoryOctets + _window.MemoryOctets + 256;

    /// <summary>
    /// Decodes as much as there is input and room for. All input is taken unless the output is full; then call again
    /// with what is left of the input, if only with none. Output behind <paramref name="written"/> may be overwritten.
    /// </summary>
    public InflateStatus Inflate(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int written)
    {
        InflateCursor cursor = new(input, output, _bits, _bitCount);
        InflateStatus status = Run(ref cursor);
        (_bits, _bitCount) = (cursor.Bits, cursor.BitCount);
        _window.Append(output[..cursor.Written]);
        _isOutputFull = status == InflateStatus.OutputFull;
        if (status == InflateStatus.Invalid)
        {
            _state = State.Invalid;
        }
        (consumed, written) = (cursor.Consumed, cursor.Written);
        return status;
    }

    /// <summary>Ends the message: <see cref="InflateStatus.Done"/>, or <see cref="InflateStatus.Invalid"/> if it was cut short.</summary>
    public InflateStatus EndMessage()
    {
        if (_isOutputFull)
        {
            throw new InvalidOperationException("The message's output has not been taken to its end.");
        }
        // RFC 7692 §7.2.1: the sender has cut the last 00 00 FF FF, LEN and NLEN of an empty stored block. Hence §7.2.2's
        // way of appending them again comes down to this: the message ends where exactly these four octets are due.
        if (_state != State.StoredLength || _bitCount != 0)
        {
            _state = State.Invalid;
            return InflateStatus.Invalid;
        }
        _state = State.BlockHeader;
        return InflateStatus.Done;
    }

    /// <summary>Forgets the window and everything else: for no context takeover, or the next owner.</summary>
    public void Reset()
    {
        _window.Forget();
        _match = default;
        (_bits, _bitCount) = (0, 0);
        _state = State.BlockHeader;
        _isOutputFull = false;
    }

    private InflateStatus Run(ref InflateCursor cursor)
    {
        InflateStatus status;
        do
        {
            status = _state switch
            {
                State.BlockHeader => ReadBlockHeader(ref cursor),
                State.StoredLength => ReadStoredLength(ref cursor),
                State.StoredData => CopyStored(ref cursor),
                State.CodeLengths => ReadCodeLengths(ref cursor),
                State.Symbols => DecodeSymbols(ref cursor),
                _ => InflateStatus.Invalid,
            };
        }
        while (status == InflateStatus.Done);
        return status;
    }

    // RFC 1951 §3.2.3: BFINAL, then BTYPE.
    private InflateStatus ReadBlockHeader(ref InflateCursor cursor)
    {
        if (!cursor.TryFill(3))
        {
            return InflateStatus.NeedInput;
        }
        _isFinal = cursor.Take(1) != 0;
        switch (cursor.Take(2))
        {
            case 0:
                cursor.DropToOctetBoundary();
                _state = State.StoredLength;
                return InflateStatus.Done;
            case 1:
                (_literals, _distances) = (InflateTable.FixedLiterals, InflateTable.FixedDistances);
                _state = State.Symbols;
                return InflateStatus.Done;
            case 2:
                _dynamic.Begin();
                _state = State.CodeLengths;
                return InflateStatus.Done;
            default:
                return InflateStatus.Invalid;
        }
    }

    // RFC 1951 §3.2.4: LEN and its one's complement.
    private InflateStatus ReadStoredLength(ref InflateCursor cursor)
    {
        if (!cursor.TryFill(32))
        {
            return InflateStatus.NeedInput;
        }
        _storedLeft = (int)cursor.Take(16);
        _state = State.StoredData;
        return cursor.Take(16) == (~_storedLeft & 0xffff) ? InflateStatus.Done : InflateStatus.Invalid;
    }

    private InflateStatus CopyStored(ref InflateCursor cursor)
    {
        _storedLeft -= cursor.CopyOctets(_storedLeft);
        if (_storedLeft == 0)
        {
            return EndBlock(ref cursor);
        }
        return cursor.BitCount == 0 && cursor.Consumed == cursor.Input.Length ? InflateStatus.NeedInput : InflateStatus.OutputFull;
    }

    private InflateStatus ReadCodeLengths(ref InflateCursor cursor)
    {
        InflateStatus status = _dynamic.Read(ref cursor);
        if (status == InflateStatus.Done)
        {
            (_literals, _distances) = (_dynamic.Literals, _dynamic.Distances);
            _state = State.Symbols;
        }
        return status;
    }

    private InflateStatus EndBlock(ref InflateCursor cursor)
    {
        // RFC 7692 §7.2.3.4: padding follows a final block, and then the next block, which may refer to what was before.
        if (_isFinal)
        {
            cursor.DropToOctetBoundary();
        }
        _state = State.BlockHeader;
        return InflateStatus.Done;
    }

    private InflateStatus DecodeSymbols(ref InflateCursor cursor)
    {
        while (true)
        {
            if (_match.Length != 0)
            {
                _match.Length -= _window.CopyMatch(ref cursor, _match.Distance, _match.Length);
                if (_match.Length != 0)
                {
                    return InflateStatus.OutputFull;
                }
            }
            InflateStatus status = InflateFastLoop.HasMargin(ref cursor)
                ? InflateFastLoop.Run(ref cursor, _literals, _distances, _window, ref _match)
                : DecodeSymbol(ref cursor);
            if (status == InflateStatus.Done)
            {
                return EndBlock(ref cursor);
            }
            if (status != InflateStatus.Progress)
            {
                return status;
            }
        }
    }

    /// <summary>One symbol near the end of input or output, with every check.</summary>
    private InflateStatus DecodeSymbol(ref InflateCursor cursor)
    {
        cursor.Refill();
        uint entry = InflateTable.Find(_literals, InflateTable.LiteralRootBits, cursor.Bits, out int rootUsed);
        int used = rootUsed + InflateEntry.BitsUsed(entry);
        if (used > cursor.BitCount)
        {
            return InflateStatus.NeedInput;
        }
        if ((entry & InflateEntry.Literal) != 0)
        {
            if (cursor.Room == 0)
            {
                return InflateStatus.OutputFull;
            }
            cursor.Output[cursor.Written++] = (byte)InflateEntry.Field(entry);
            cursor.Drop(used);
            return InflateStatus.Progress;
        }
        if ((entry & InflateEntry.Special) != 0)
        {
            cursor.Drop(used);
            return (entry & InflateEntry.BlockEnd) != 0 ? InflateStatus.Done : InflateStatus.Invalid;
        }
        return DecodeDistance(ref cursor, InflateEntry.Value(entry, cursor.Bits >> rootUsed), used);
    }

    /// <summary>The second half of a match; the bits of the first are dropped with it, so that nothing needs to be kept.</summary>
    private InflateStatus DecodeDistance(ref InflateCursor cursor, int length, int used)
    {
        ulong bits = cursor.Bits >> used;
        uint entry = InflateTable.Find(_distances, InflateTable.DistanceRootBits, bits, out int rootUsed);
        used += rootUsed + InflateEntry.BitsUsed(entry);
        if (used > cursor.BitCount)
        {
            return InflateStatus.NeedInput;
        }
        int distance = InflateEntry.Value(entry, bits >> rootUsed);
        if ((entry & InflateEntry.Special) != 0 || !_window.Reaches(distance, cursor.Written))
        {
            return InflateStatus.Invalid;
        }
        cursor.Drop(used);
        _match = new InflateMatch(distance, length);
        return InflateStatus.Progress;
    }
}
