namespace Stratus.Realtime.Benchmarks;

/// <summary>The textbook way to validate UTF-8 in pieces: one table look-up an octet (RFC 3629 §4). What vectors have to beat.</summary>
internal struct Utf8Automaton
{
    private const int Rejected = 8;

    private static readonly byte[] Next = MakeTable();

    private int _state;

    public readonly bool IsComplete => _state == 0;

    public bool Append(ReadOnlySpan<byte> piece)
    {
        byte[] next = Next;
        int state = _state;
        foreach (byte octet in piece)
        {
            state = next[(state << 8) | octet];
        }

        _state = state;
        return state != Rejected;
    }

    // States: 0 between code points; 1 to 3 that many continuations missing; 4 to 7 the second octet after E0, ED, F0, F4.
    private static byte[] MakeTable()
    {
        byte[] table = new byte[9 << 8];
        Array.Fill(table, (byte)Rejected);
        Fill(0, 0x00, 0x7F, 0);
        Fill(0, 0xC2, 0xDF, 1);
        Fill(0, 0xE1, 0xEF, 2);
        Fill(0, 0xE0, 0xE0, 4);
        Fill(0, 0xED, 0xED, 5);
        Fill(0, 0xF1, 0xF3, 3);
        Fill(0, 0xF0, 0xF0, 6);
        Fill(0, 0xF4, 0xF4, 7);
        Fill(1, 0x80, 0xBF, 0);
        Fill(2, 0x80, 0xBF, 1);
        Fill(3, 0x80, 0xBF, 2);
        Fill(4, 0xA0, 0xBF, 1);
        Fill(5, 0x80, 0x9F, 1);
        Fill(6, 0x90, 0xBF, 2);
        Fill(7, 0x80, 0x8F, 2);
        return table;

        void Fill(int state, int first, int last, byte next) => table.AsSpan((state << 8) + first, last - first + 1).Fill(next);
    }
}
