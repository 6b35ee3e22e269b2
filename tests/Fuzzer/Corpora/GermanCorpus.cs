using System.Text;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>
/// German prose, by a small grammar: nouns with gender, adjectives that agree, verbs in the past tense,
/// and subordinate clauses with the verb at their end.
/// </summary>
internal static class GermanCorpus
{
    private const int LeastCharacters = 210_000;

    private enum Gender
    {
        Masculine,
        Feminine,
        Neuter,
    }

    private enum Case
    {
        Nominative,
        Accusative,
        Dative,
    }

    private static readonly (string Word, Gender Gender)[] Persons =
    [
        ("Müller", Gender.Masculine), ("Gärtner", Gender.Masculine), ("Lehrer", Gender.Masculine), ("Fährmann", Gender.Masculine), ("Schlosser", Gender.Masculine),
        ("Uhrmacher", Gender.Masculine), ("Großvater", Gender.Masculine), ("Nachtwächter", Gender.Masculine), ("Großmutter", Gender.Feminine),
        ("Schäferin", Gender.Feminine), ("Ärztin", Gender.Feminine), ("Bürgermeisterin", Gender.Feminine), ("Köchin", Gender.Feminine), ("Tänzerin", Gender.Feminine),
        ("Schneiderin", Gender.Feminine), ("Nachbarin", Gender.Feminine), ("Mädchen", Gender.Neuter), ("Kind", Gender.Neuter), ("Brüderchen", Gender.Neuter),
    ];

    private static readonly (string Word, Gender Gender)[] Things =
    [
        ("Schlüssel", Gender.Masculine), ("Apfelbaum", Gender.Masculine), ("Käfig", Gender.Masculine), ("Brief", Gender.Masculine), ("Löffel", Gender.Masculine),
        ("Mantel", Gender.Masculine), ("Teppich", Gender.Masculine), ("Laterne", Gender.Feminine), ("Tür", Gender.Feminine), ("Brücke", Gender.Feminine),
        ("Mühle", Gender.Feminine), ("Geschichte", Gender.Feminine), ("Straße", Gender.Feminine), ("Schüssel", Gender.Feminine), ("Geige", Gender.Feminine),
        ("Fenster", Gender.Neuter), ("Rätsel", Gender.Neuter), ("Gemälde", Gender.Neuter), ("Buch", Gender.Neuter), ("Boot", Gender.Neuter), ("Gewölbe", Gender.Neuter),
    ];

    private static readonly string[] Adjectives =
    [
        "alt", "jung", "müd", "fröhlich", "geduldig", "schweigsam", "berühmt", "klein", "groß", "höflich", "mürrisch", "gelassen", "blass", "kräftig", "übermütig",
        "vergesslich", "schön", "süß", "weiß", "grün", "zerbrechlich", "kostbar", "verstaubt", "wunderlich",
    ];

    private static readonly string[] Transitive =
    [
        "suchte", "fand", "öffnete", "schloss", "betrachtete", "reparierte", "vergaß", "verkaufte", "trug", "bewunderte", "versteckte", "zeichnete", "hütete", "prüfte",
        "verlor", "bemerkte",
    ];

    private static readonly string[] Intransitive =
        ["schlief", "lachte", "wartete", "sang", "träumte", "schwieg", "seufzte", "grübelte", "tanzte", "fror", "zögerte", "lauschte", "stürzte", "flüsterte"];

    private static readonly string[] Times =
    [
        "am frühen Morgen", "gegen Mittag", "in der Dämmerung", "spät am Abend", "eines Tages", "nach dem Gewitter", "zur selben Stunde", "im März", "kurz vor Mitternacht",
        "wie jedes Jahr", "zum ersten Mal", "während des Frühstücks",
    ];

    private static readonly string[] Prepositions = ["neben", "vor", "hinter", "unter", "mit", "bei", "zwischen dem Fluss und"];
    private static readonly string[] Conjunctions = ["weil", "obwohl", "während", "nachdem", "bevor", "damals, als", "sodass", "sobald"];

    public static string Make(SeededSource source)
    {
        StringBuilder text = new();
        for (int chapter = 1; text.Length < LeastCharacters; chapter++)
        {
            text.Append(chapter).Append(". Kapitel\n\n");
            int paragraphs = source.Between(6, 14);
            for (int paragraph = 0; paragraph < paragraphs; paragraph++)
            {
                AppendParagraph(text, source);
            }
        }

        return text.ToString();
    }

    private static void AppendParagraph(StringBuilder text, SeededSource source)
    {
        int sentences = source.Between(3, 9);
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            int start = text.Length;
            AppendSentence(text, source);
            text[start] = char.ToUpperInvariant(text[start]);
            text.Append(sentence == sentences - 1 ? "\n\n" : " ");
        }
    }

    private static void AppendSentence(StringBuilder text, SeededSource source)
    {
        string subject = Phrase(source, Persons, Case.Nominative);
        string action = source.OneIn(3) ? source.Pick(Intransitive) : source.Pick(Transitive);
        string thing = Transitive.Contains(action) ? " " + Phrase(source, Things, Case.Accusative) : string.Empty;
        string time = source.Pick(Times);
        text.Append(source.Below(4) switch
        {
            0 => $"{subject} {action} {time}{thing}.",
            1 => $"{time} {action} {subject}{thing}.",
            2 => $"{subject} {action}{thing}, {Clause(source)}.",
            _ => $"„{Capital(time)}“, sagte {subject}, „war {Phrase(source, Persons, Case.Nominative)} {Place(source)}.“",
        });
    }

    private static string Clause(SeededSource source)
    {
        string subject = Phrase(source, Persons, Case.Nominative);
        string conjunction = source.Pick(Conjunctions);
        return source.OneIn(2)
            ? $"{conjunction} {subject} {Place(source)} {source.Pick(Intransitive)}"
            : $"{conjunction} {subject} {Phrase(source, Things, Case.Accusative)} {source.Pick(Transitive)}";
    }

    private static string Place(SeededSource source) => $"{source.Pick(Prepositions)} {Phrase(source, Things, Case.Dative)}";

    private static string Phrase(SeededSource source, (string Word, Gender Gender)[] nouns, Case grammaticalCase)
    {
        (string word, Gender gender) = source.Pick(nouns);
        string article = Article(gender, grammaticalCase);
        return source.OneIn(3) ? $"{article} {word}" : $"{article} {source.Pick(Adjectives)}{Ending(gender, grammaticalCase)} {word}";
    }

    private static string Article(Gender gender, Case grammaticalCase) => (gender, grammaticalCase) switch
    {
        (Gender.Masculine, Case.Nominative) => "der",
        (Gender.Masculine, Case.Accusative) => "den",
        (Gender.Feminine, Case.Dative) => "der",
        (Gender.Feminine, _) => "die",
        (_, Case.Dative) => "dem",
        _ => "das",
    };

    // After the definite article adjectives end in -e, but for the dative and the masculine accusative.
    private static string Ending(Gender gender, Case grammaticalCase) =>
        grammaticalCase == Case.Dative || (gender, grammaticalCase) == (Gender.Masculine, Case.Accusative) ? "en" : "e";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
