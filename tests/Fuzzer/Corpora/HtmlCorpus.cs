using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>A long page of a hiking club: head, style, contents, chapters of prose, lists and tables.</summary>
internal static class HtmlCorpus
{
    private const int ChapterCount = 96;

    private static readonly string[] Regions =
        ["North Ridge", "Alder Valley", "Saltmarsh", "Upper Lakes", "Old Quarry", "Chestnut Hills", "Windmill Coast", "Granite Pass", "Heron Moor", "Fern Gorge"];

    private static readonly string[] Subjects =
        ["The path", "This trail", "A narrow track", "The old road", "The boardwalk", "A flight of steps", "The second half", "The marked route", "A farm lane"];

    private static readonly string[] Movements =
        ["climbs gently", "drops", "winds its way", "leads straight", "turns north", "follows the water", "crosses twice", "keeps to the shade", "rises in bends"];

    private static readonly string[] Ways =
        ["between dry stone walls", "through a stand of birches", "past two abandoned barns", "above the reservoir", "along the railway", "towards the saddle",
         "beside the stream", "under the power line", "to a bench with a view", "over open pasture"];

    private static readonly string[] Remarks =
        ["Good boots are advised after rain.", "In spring the ford may be too deep for children.", "The kiosk sells soup &amp; tea on weekends.",
         "Dogs must be kept on a lead.", "There is no signal for the next hour.", "Look out for kestrels.", "The last bus leaves at&nbsp;18:40.",
         "Cyclists have the right of way here.", "Refill your bottle: the next spring is often dry."];

    private static readonly string[] Surfaces = ["gravel", "grass", "rock", "tarmac", "planks", "sand", "roots"];
    private static readonly string[] Grades = ["easy", "moderate", "demanding", "for the sure-footed"];

    public static string Make(SeededSource source)
    {
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>Paths of the Four Valleys</title>\n  <style>\n");
        html.Append("    body { font-family: Georgia, serif; max-width: 60rem; margin: 2rem auto; line-height: 1.5; }\n");
        html.Append("    table { border-collapse: collapse; } td, th { border: 1px solid #99a; padding: .2rem .6rem; }\n");
        html.Append("    td.number { text-align: right; } .remark { color: #345; font-style: italic; }\n  </style>\n</head>\n<body>\n");
        html.Append("  <h1>Paths of the Four Valleys</h1>\n  <nav>\n    <ol>\n");
        string[] titles = new string[ChapterCount];
        for (int chapter = 0; chapter < ChapterCount; chapter++)
        {
            titles[chapter] = $"{source.Pick(Regions)} to {source.Pick(Regions)}";
            html.Append(CultureInfo.InvariantCulture, $"      <li><a href=\"#tour-{chapter + 1}\">{titles[chapter]}</a></li>\n");
        }

        html.Append("    </ol>\n  </nav>\n");
        for (int chapter = 0; chapter < ChapterCount; chapter++)
        {
            AppendChapter(html, source, chapter + 1, titles[chapter]);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendChapter(StringBuilder html, SeededSource source, int number, string title)
    {
        html.Append(CultureInfo.InvariantCulture, $"  <section id=\"tour-{number}\" class=\"tour\">\n    <h2>{number}. {title}</h2>\n");
        int paragraphs = source.Between(2, 4);
        for (int paragraph = 0; paragraph < paragraphs; paragraph++)
        {
            AppendParagraph(html, source);
        }

        html.Append("    <table>\n      <thead><tr><th>Stage</th><th>km</th><th>Ascent</th><th>Surface</th><th>Grade</th></tr></thead>\n      <tbody>\n");
        int stages = source.Between(3, 8);
        for (int stage = 1; stage <= stages; stage++)
        {
            html.Append(CultureInfo.InvariantCulture, $"        <tr><td>{stage}</td><td class=\"number\">{source.Between(1, 14)}.{source.Below(10)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{source.Between(0, 110) * 10}&nbsp;m</td><td>{source.Pick(Surfaces)}</td><td>{source.Pick(Grades)}</td></tr>\n");
        }

        html.Append("      </tbody>\n    </table>\n    <ul>\n");
        int remarks = source.Between(1, 4);
        for (int remark = 0; remark < remarks; remark++)
        {
            html.Append(CultureInfo.InvariantCulture, $"      <li class=\"remark\">{source.Pick(Remarks)}</li>\n");
        }

        html.Append("    </ul>\n  </section>\n");
    }

    private static void AppendParagraph(StringBuilder html, SeededSource source)
    {
        html.Append("    <p>");
        int sentences = source.Between(3, 7);
        for (int sentence = 0; sentence < sentences; sentence++)
        {
            html.Append(CultureInfo.InvariantCulture, $"{source.Pick(Subjects)} {source.Pick(Movements)} {source.Pick(Ways)}");
            html.Append(source.OneIn(3) ? $" and then {source.Pick(Movements)} <em>{source.Pick(Ways)}</em>. " : ". ");
        }

        html.Append(source.Pick(Remarks)).Append("</p>\n");
    }
}
