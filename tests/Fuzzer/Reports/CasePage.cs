using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The page of one case: the verdict first, then what was asked and seen, then the wire.</summary>
internal static class CasePage
{
    // A case of a thousand round trips has a thousand events; the page shows the beginning, the JSON file all of them.
    private const int MaxEvents = 40;

    public static string Write(CaseResult result)
    {
        HtmlWriter html = new();
        html.Begin($"{result.Agent} – Case {result.Id}: {Verdict.Of(result.Behavior).Label}");
        html.AddLine($"<main class=\"case-page\">");
        AddHead(html, result);
        AddStory(html, result);
        AddHandshake(html, result);
        AddClosingFlags(html, result);
        WireStatistics.AddTo(html, result);
        WireLogSection.AddTo(html, result);
        html.AddLine($"</main>");
        return html.End();
    }

    private static void AddHead(HtmlWriter html, CaseResult result)
    {
        Verdict verdict = Verdict.Of(result.Behavior);
        html.AddLine($"<nav class=\"back\"><a href=\"index.html#case-{result.Id}\">All cases</a></nav>");
        html.AddLine($"<header class=\"verdict-head {verdict.Style}\">");
        html.AddLine($"<p class=\"agent\">{result.Agent}</p>");
        html.AddLine($"<h1>Case {result.Id} <span class=\"chip {verdict.Style}\"><span class=\"sign\" aria-hidden=\"true\">{verdict.Sign}</span> {verdict.Label}</span></h1>");
        html.AddLine($"<p class=\"when\"><b>{result.DurationMs} ms</b> <span class=\"at\">at</span> <time datetime=\"{CaseJson.Time(result.Started)}\">{CaseJson.Time(result.Started)}</time></p>");
        html.AddLine($"</header>");
    }

    private static void AddStory(HtmlWriter html, CaseResult result)
    {
        Verdict close = Verdict.Of(result.BehaviorClose);
        html.AddLine($"<section class=\"story\">");
        html.AddLine($"<div><h2>Description</h2><p>{result.Description}</p></div>");
        html.AddLine($"<div><h2>Expectation</h2><p>{result.Expectation}</p></div>");
        html.AddLine($"</section>");
        html.AddLine($"<section><h2>Outcome</h2>");
        html.AddLine($"<p>{result.Result}</p>");
        html.AddLine($"<div class=\"beside\">");
        html.AddLine($"<div><h3>Expected</h3>");
        foreach (ExpectedEvents expected in result.Expected)
        {
            html.AddLine($"<p class=\"strictness\">{expected.Strictness}</p>");
            AddEvents(html, expected.Events, "no events");
        }

        if (result.Expected.Count == 0)
        {
            html.AddLine($"<p class=\"nothing\">No list of events: the case judges by itself.</p>");
        }

        html.AddLine($"</div>");
        html.AddLine($"<div><h3>Observed</h3>");
        html.AddLine($"<p class=\"strictness\">{result.Behavior.ToText()}</p>");
        AddEvents(html, result.Received, "no events");
        html.AddLine($"</div></div></section>");
        html.AddLine($"<section><h2>Closing behavior</h2>");
        html.AddLine($"<p>{result.ResultClose} <span class=\"chip {close.Style}\"><span class=\"sign\" aria-hidden=\"true\">{close.Sign}</span> {result.BehaviorClose.ToText()}</span></p>");
        html.AddLine($"</section>");
    }

    private static void AddEvents(HtmlWriter html, IReadOnlyList<CaseEvent> events, string none)
    {
        if (events.Count == 0)
        {
            html.AddLine($"<p class=\"nothing\">{none}</p>");
            return;
        }

        html.AddLine($"<ol class=\"events\">");
        foreach (CaseEvent happened in events.Take(MaxEvents))
        {
            (string kind, byte[]? octets) = happened switch
            {
                CaseEvent.Message message => (message.Binary ? "binary message" : "text message", message.Octets),
                CaseEvent.Ping ping => ("ping", ping.Octets),
                CaseEvent.Pong pong => ("pong", pong.Octets),
                CaseEvent.Timeout timeout => (timeout.Label is null ? "timeout" : $"timeout {timeout.Label}", null),
                _ => ("event", (byte[]?)null),
            };
            html.Add($"<li><span class=\"kind\">{kind}</span>");
            if (octets is not null)
            {
                html.Add($" <span class=\"size\">{octets.Length} {(octets.Length == 1 ? "octet" : "octets")}</span>");
                AddPayload(html, LoggedOctets.Text(octets, octets.Length));
            }

            html.AddLine($"</li>");
        }

        html.AddLine($"</ol>");
        if (events.Count > MaxEvents)
        {
            html.AddLine($"<p class=\"nothing\">and {events.Count - MaxEvents} more</p>");
        }
    }

    public static void AddPayload(HtmlWriter html, string text)
    {
        if (text.Length != 0)
        {
            html.Add($"<code class=\"payload\">{HtmlText.ShowBreaks(text)}</code>");
        }
    }

    private static void AddHandshake(HtmlWriter html, CaseResult result)
    {
        (string request, string response) = result.IsServer ? ("peer", "fuzzer") : ("fuzzer", "peer");
        html.AddLine($"<section><h2>Opening handshake</h2>");
        html.AddLine($"<div class=\"beside\">");
        html.AddLine($"<div><h3>Request <span class=\"who\">by the {request}</span></h3><pre>{Lines(result.HttpRequest)}</pre></div>");
        html.AddLine($"<div><h3>Response <span class=\"who\">by the {response}</span></h3><pre>{Lines(result.HttpResponse)}</pre></div>");
        html.AddLine($"</div></section>");
    }

    private static string Lines(string head)
    {
        string lines = head.ReplaceLineEndings("\n").Trim();
        return lines.Length == 0 ? "(nothing)" : lines;
    }

    private static void AddClosingFlags(HtmlWriter html, CaseResult result)
    {
        html.AddLine($"<section><h2>Closing flags</h2>");
        html.AddLine($"<table class=\"flags\"><thead><tr><th scope=\"col\">Key</th><th scope=\"col\">Value</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        foreach ((string key, string value, string meaning) in ClosingFlags.Of(result))
        {
            string style = value is "false" or "–" ? "off" : "on";
            html.AddLine($"<tr class=\"{style}\"><th scope=\"row\"><code>{key}</code></th><td class=\"value\">{value}</td><td>{meaning}</td></tr>");
        }

        html.AddLine($"</tbody></table></section>");
    }
}
