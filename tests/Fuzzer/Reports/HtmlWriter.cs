using System.Runtime.CompilerServices;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>
/// A page that is being written. Markup is what stands in an interpolated string itself; what is put into its holes is text, and is encoded.
/// Apart from the handler of those strings nobody adds a string as markup.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder html = new();

    // The content writes itself while it is being made; nothing is left to do with it.
    public void Add([InterpolatedStringHandlerArgument("")] HtmlContent content) => _ = content;

    public void AddLine([InterpolatedStringHandlerArgument("")] HtmlContent content)
    {
        _ = content;
        html.Append('\n');
    }

    public void Begin(string title)
    {
        AddLine($"<!DOCTYPE html>");
        AddLine($"<html lang=\"en\">");
        AddLine($"<head>");
        AddLine($"<meta charset=\"utf-8\">");
        AddLine($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        AddLine($"<meta name=\"color-scheme\" content=\"light dark\">");
        AddLine($"<title>{title}</title>");
        html.Append("<style>\n").Append(ReportStyle.Css).Append("</style>\n");
        AddLine($"</head>");
        AddLine($"<body>");
    }

    public string End()
    {
        AddLine($"</body>");
        AddLine($"</html>");
        return html.ToString();
    }

    public void AddScript() => html.Append("<script>\n").Append(ReportStyle.FilterScript).Append("</script>\n");

    internal void AppendMarkup(string markup) => html.Append(markup);

    internal void AppendText(ReadOnlySpan<char> text) => HtmlText.Encode(html, text);
}
