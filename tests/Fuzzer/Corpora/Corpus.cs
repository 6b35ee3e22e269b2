using System.Text;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>
/// What categories 12 and 13 cut their messages from: five kinds of material that compress very differently.
/// All of it is made here, from fixed seeds, when first asked for, and is the same in every run.
/// </summary>
public static class Corpus
{
    private static readonly Lazy<CorpusText>[] Texts =
    [
        new(() => Text(1, "JSON", isText: true, JsonCorpus.Make(new SeededSource(12_1)))),
        new(() => new CorpusText(2, "grey bitmap", IsText: false, BitmapCorpus.Make(new SeededSource(12_2)))),
        new(() => Text(3, "German prose", isText: false, GermanCorpus.Make(new SeededSource(12_3)))),
        new(() => Text(4, "HTML", isText: false, HtmlCorpus.Make(new SeededSource(12_4)))),
        new(() => new CorpusText(5, "PDF", IsText: false, PdfCorpus.Make(new SeededSource(12_5)))),
    ];

    /// <summary>Corpus 1 to 5, by the second part of a case id of category 12.</summary>
    public static CorpusText Get(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Texts.Length);
        return Texts[number - 1].Value;
    }

    private static CorpusText Text(int number, string name, bool isText, string text) =>
        new(number, name, isText, Encoding.UTF8.GetBytes(text));
}
