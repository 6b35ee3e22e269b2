namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Category 9: large messages, many fragments, small writes, many round trips.</summary>
internal static class LimitCases
{
    private const int FirstIndex = 247;
    private const int Kibi = 1 << 10;
    private const int Mebi = 1 << 20;

    // Prime periods: an echo that lost, doubled or moved a piece does not compare equal.
    private static readonly byte[] s_text = [.. Enumerable.Range(0, 89).Select(i => (byte)(' ' + i))];
    private static readonly byte[] s_binary = [.. Enumerable.Range(0, 251).Select(i => (byte)(254 - i))];

    /// <param name="messages">Messages of 9.7 and 9.8.</param>
    public static IEnumerable<CaseRow> Rows(int messages)
    {
        List<CaseRow> rows = [];
        AddPair(rows, 1, Large);
        AddPair(rows, 3, Fragmented);
        AddPair(rows, 5, Chopped);
        AddPair(rows, 7, binary => RoundTrips(binary, messages));
        return rows.Select((row, i) => row with { Index = FirstIndex + i, Words = CaseTexts.Get(row.Id, messages) });
    }

    /// <summary>A sub-category of text, then the same of binary.</summary>
    private static void AddPair(List<CaseRow> rows, int subCategory, Func<bool, IEnumerable<Exchange>> exchanges)
    {
        foreach (bool binary in (ReadOnlySpan<bool>)[false, true])
        {
            int number = 1;
            foreach (Exchange exchange in exchanges(binary))
            {
                rows.Add(new CaseRow { Id = $"9.{subCategory + (binary ? 1 : 0)}.{number++}", Exchange = exchange });
            }
        }
    }

    private static IEnumerable<Exchange> Large(bool binary)
    {
        (int Octets, int Seconds)[] sizes =
            [(64 * Kibi, 10), (256 * Kibi, 10), (Mebi, 100), (4 * Mebi, 100), (8 * Mebi, 100), (16 * Mebi, 100)];
        return sizes.Select(size => Same(binary, size.Octets, 1, size.Seconds));
    }

    private static IEnumerable<Exchange> Fragmented(bool binary)
    {
        int[] fragments = [64, 256, Kibi, 4 * Kibi, 16 * Kibi, 64 * Kibi, 256 * Kibi, Mebi, 4 * Mebi];
        return fragments.Select(size => Same(binary, 4 * Mebi, 1, 100) with { FragmentSize = size });
    }

    private static IEnumerable<Exchange> Chopped(bool binary)
    {
        int[] chops = [64, 128, 256, 512, 1024, 2048];
        return chops.Select(chop => Same(binary, Mebi, 1, 1000) with { Chop = chop });
    }

    private static IEnumerable<Exchange> RoundTrips(bool binary, int messages)
    {
        (int Octets, int Seconds)[] sizes = [(0, 60), (16, 60), (64, 60), (256, 120), (1024, 240), (4096, 480)];
        return sizes.Select(size => Same(binary, size.Octets, messages, size.Seconds));
    }

    private static Exchange Same(bool binary, int octets, int count, int seconds) => new()
    {
        Messages = () => Enumerable.Repeat<ReadOnlyMemory<byte>>(
            Payload.Repeat(binary ? s_binary : s_text, octets).ToArray(), count),
        Binary = binary,
        Limit = TimeSpan.FromSeconds(seconds),
    };
}
