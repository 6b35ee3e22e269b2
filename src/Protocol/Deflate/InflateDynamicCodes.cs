namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The code lengths at the head of a dynamic block (RFC 1951 §3.2.7), read as they arrive, and the tables built from them:
/// <code>
/// | HLIT 5 | HDIST 5 | HCLEN 4 | HCLEN + 4 lengths of 3 bits | HLIT + 257 + HDIST + 1 lengths, coded by those |
/// </code>
/// </summary>
internal sealed class InflateDynamicCodes
{
    private const int LengthCodes = DeflateSymbols.CodeLengths;
    private const int MaxLengths = DeflateSymbols.Literals + DeflateSymbols.FixedDistances;

    private readonly byte[] _lengths = new byte[MaxLengths];
    private int _literals;      // how many lengths of each kind follow; 0: not known yet
    private int _distances;
    private int _lengthCodes;   // 0: all are read
    private int _read;

    public static int MemoryOctets => (InflateTable.LiteralEntries + InflateTable.DistanceEntries) * sizeof(uint) + MaxLengths;

    public uint[] Literals { get; } = new uint[InflateTable.LiteralEntries];

    // Until the distances are known, their table's place serves the code of the lengths.
    public uint[] Distances { get; } = new uint[InflateTable.DistanceEntries];

    public void Begin() => _literals = 0;

    public InflateStatus Read(ref InflateCursor cursor)
    {
        if (_literals == 0)
        {
            if (!cursor.TryFill(14))
            {
                return InflateStatus.NeedInput;
            }
            _literals = (int)cursor.Take(5) + DeflateSymbols.FirstLength;
            _distances = (int)cursor.Take(5) + 1;
            _lengthCodes = (int)cursor.Take(4) + 4;
            _read = 0;
            _lengths.AsSpan(0, LengthCodes).Clear();
            // RFC 1951 §3.2.7: HLIT is 257..286, HDIST 1..32.
            if (_literals > DeflateSymbols.Literals)
            {
                return InflateStatus.Invalid;
            }
        }
        if (_lengthCodes != 0)
        {
            InflateStatus status = ReadLengthCodes(ref cursor);
            if (status != InflateStatus.Done)
            {
                return status;
            }
        }
        return ReadLengths(ref cursor);
    }

    private InflateStatus ReadLengthCodes(ref InflateCursor cursor)
    {
        for (; _read < _lengthCodes; _read++)
        {
            if (!cursor.TryFill(3))
            {
                return InflateStatus.NeedInput;
            }
            _lengths[DeflateSymbols.CodeLengthOrder[_read]] = (byte)cursor.Take(3);
        }
        (_lengthCodes, _read) = (0, 0);
        return InflateTable.TryBuild(
            _lengths.AsSpan(0, LengthCodes), InflateEntry.LengthCodeTemplates, InflateTable.LengthCodeRootBits, Distances, mayBeSparse: false)
            ? InflateStatus.Done
            : InflateStatus.Invalid;
    }

    private InflateStatus ReadLengths(ref InflateCursor cursor)
    {
        int total = _literals + _distances;
        while (_read < total)
        {
            _ = cursor.TryFill(InflateTable.LengthCodeRootBits + 7);
            uint entry = Distances[(int)cursor.Bits & ((1 << InflateTable.LengthCodeRootBits) - 1)];
            if (InflateEntry.BitsUsed(entry) > cursor.BitCount)
            {
                return InflateStatus.NeedInput;
            }
            int symbol = InflateEntry.Field(entry);
            int extra = InflateEntry.Value(entry, cursor.Bits) - symbol;
            cursor.Drop(InflateEntry.BitsUsed(entry));
            if (symbol < DeflateSymbols.RepeatLast)
            {
                _lengths[_read++] = (byte)symbol;
                continue;
            }
            int times = extra + DeflateSymbols.LeastRepeat(symbol);
            if (times > total - _read || (symbol == DeflateSymbols.RepeatLast && _read == 0))
            {
                return InflateStatus.Invalid;
            }
            _lengths.AsSpan(_read, times).Fill(symbol == DeflateSymbols.RepeatLast ? _lengths[_read - 1] : (byte)0);
            _read += times;
        }
        return BuildTables() ? InflateStatus.Done : InflateStatus.Invalid;
    }

    private bool BuildTables() =>
        // RFC 1951 §3.2.5: every block ends with symbol 256, so it must have a code.
        _lengths[DeflateSymbols.BlockEnd] != 0
        && InflateTable.TryBuild(
            _lengths.AsSpan(0, _literals), InflateEntry.LiteralTemplates, InflateTable.LiteralRootBits, Literals, mayBeSparse: false)
        && InflateTable.TryBuild(
            _lengths.AsSpan(_literals, _distances), InflateEntry.DistanceTemplates, InflateTable.DistanceRootBits, Distances, mayBeSparse: true);
}
