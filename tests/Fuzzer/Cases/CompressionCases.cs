using Stratus.Realtime.Fuzzer.Corpora;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Categories 12 and 13: permessage-deflate over five corpora, and over one corpus with seven offers.</summary>
internal static class CompressionCases
{
    private const int FirstIndex = 302;

    /// <summary>The eighteen rows of each sub-category: octets a message, octets a fragment, seconds.</summary>
    private static readonly (int Size, int Fragment, int Seconds)[] s_rows =
    [
        (16, 0, 60), (64, 0, 60), (256, 0, 120), (1024, 0, 240), (4096, 0, 480), (8192, 0, 480), (16384, 0, 480), (32768, 0, 480),
        (65536, 0, 480), (131072, 0, 480), (8192, 256, 480), (16384, 256, 480), (32768, 256, 480), (65536, 256, 480),
        (131072, 256, 480), (131072, 1024, 480), (131072, 4096, 480), (131072, 32768, 480),
    ];

    private static readonly DeflateOffer[][] s_offers =
    [
        [new()],
        [new(true)],
        [new(false, 9)],
        [new(false, 15)],
        [new(true, 9)],
        [new(true, 15)],
        [new(true, 9), new(true), new()],
    ];

    public static IEnumerable<CaseRow> Rows(int messages)
    {
        List<CaseRow> rows = [];
        for (int corpus = 1; corpus <= 5; corpus++)
        {
            AddRows(rows, $"12.{corpus}", corpus, s_offers[0], messages);
        }

        for (int offer = 1; offer <= s_offers.Length; offer++)
        {
            AddRows(rows, $"13.{offer}", 1, s_offers[offer - 1], messages);
        }

        return rows.Select((row, i) => row with { Index = FirstIndex + i });
    }

    private static void AddRows(List<CaseRow> rows, string prefix, int corpus, DeflateOffer[] offers, int messages)
    {
        for (int i = 0; i < s_rows.Length; i++)
        {
            (int size, int fragment, int seconds) = s_rows[i];
            string id = $"{prefix}.{i + 1}";
            rows.Add(new CaseRow
            {
                Id = id,
                Words = CaseTexts.Get(id, messages),
                Compression = offers,
                Exchange = new Exchange
                {
                    Messages = () => CorpusSlices.Take(Corpus.Get(corpus), size, messages),
                    Name = $"{corpus}/{size}",
                    Binary = corpus != 1,
                    FragmentSize = fragment,
                    Limit = TimeSpan.FromSeconds(seconds),
                },
            });
        }
    }
}
