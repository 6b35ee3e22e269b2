using System.Globalization;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>What makes <c>$"&lt;td&gt;{name}&lt;/td&gt;"</c> safe: literal parts are markup, holes are encoded. Both are written as they come.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlContent
{
    private readonly HtmlWriter writer;

    // The compiler passes the sizes first; the page's buffer grows by itself.
    public HtmlContent(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _ = literalLength + formattedCount;
        this.writer = writer;
    }

    public void AppendLiteral(string markup) => writer.AppendMarkup(markup);

    public void AppendFormatted(string? text) => writer.AppendText(text);

    public void AppendFormatted(int number) => AppendFormatted(number, "N0");

    public void AppendFormatted(long number) => AppendFormatted(number, "N0");

    public void AppendFormatted<T>(T value, string format) where T : IFormattable =>
        writer.AppendText(value.ToString(format, CultureInfo.InvariantCulture));
}
