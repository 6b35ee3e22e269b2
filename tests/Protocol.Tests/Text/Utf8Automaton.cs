namespace Stratus.Realtime.Protocol.Tests.Text;

/// <summary>The grammar of RFC 3629 §4 as a table: state x octet -> state, octet by octet.</summary>
internal static class Utf8Automaton
{
    public const int Accept = 0;
    public const int Reject = -1;

    private static readonly int[][] Table = Make();

    public static int Next(int state, byte octet) => Table[state][octet];

    /// <summary>The index of the octet that makes the text invalid, or -1; and where the text ends.</summary>
    public static int FirstBad(ReadOnlySpan<byte> octets, out int state)
    {
        state = Accept;
        for (int i = 0; i < octets.Length; i++)
        {
            state = Next(state, octets[i]);
            if (state == Reject)
            {
                return i;
            }
        }

        return -1;
    }

    // 1, 2, 3: that many of 80..BF follow. 4, 5: after E0, ED. 6, 7: after F0, F4.
    private static int[][] Make()
    {
        int[][] table = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Repeat(Reject, 256).ToArray())];
        Fill(0, 0x00, 0x7F, 0);
        Fill(0, 0xC2, 0xDF, 1);
        Fill(0, 0xE0, 0xEF, 2);
        Fill(0, 0xE0, 0xE0, 4);
        Fill(0, 0xED, 0xED, 5);
        Fill(0, 0xF0, 0xF4, 3);
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

        void Fill(int state, int low, int high, int next) => Array.Fill(table[state], next, low, high - low + 1);
    }
}
