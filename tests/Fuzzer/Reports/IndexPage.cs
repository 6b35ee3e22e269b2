using System.Globalization;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The page over all cases: what each agent achieved, category by category, then every verdict with the way to its page.</summary>
internal static class IndexPage
{
    private static readonly Behavior[] Legend =
        [Behavior.Ok, Behavior.NonStrict, Behavior.Informational, Behavior.Unimplemented, Behavior.Failed, Behavior.Unclean, Behavior.WrongCode, Behavior.FailedByClient];

    public static string Write(IndexTable table)
    {
        HtmlWriter html = new();
        html.Begin("WebSocket conformance report");
        html.AddLine($"<main class=\"index-page\">");
        AddHead(html, table);
        AddAgents(html, table);
        AddLegend(html);
        AddOverview(html, table);
        AddFilter(html);
        foreach (IGrouping<string, string> category in table.Ids.GroupBy(CategoryOf))
        {
            AddCategory(html, table, category.Key, [.. category]);
        }

        html.AddLine($"</main>");
        html.AddScript();
        return html.End();
    }

    private static string CategoryOf(string id) => id.Split('.')[0];

    // 9.1.3 is of 9.1; 2.5 and S.1 have no level between category and case.
    private static string? SubcategoryOf(string id) => id.Count(character => character == '.') < 2 ? null : id[..id.LastIndexOf('.')];

    private static void AddHead(HtmlWriter html, IndexTable table)
    {
        html.AddLine($"<header class=\"page-head\"><h1>WebSocket conformance report</h1>");
        html.Add($"<p>{Plural(table.Ids.Count, "case", "cases")} of RFC 6455 and RFC 7692, {Plural(table.Agents.Count, "agent", "agents")}");
        if (table.Agents.SelectMany(table.Of).Select(summary => (DateTimeOffset?)summary.Started).Min() is DateTimeOffset started)
        {
            html.Add($", begun <time datetime=\"{CaseJson.Time(started)}\">{started.UtcDateTime:yyyy-MM-dd HH:mm} UTC</time>");
        }

        html.AddLine($".</p></header>");
    }

    private static string Plural(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    private static void AddAgents(HtmlWriter html, IndexTable table)
    {
        html.AddLine($"<section class=\"agents\" aria-label=\"Agents\">");
        foreach (string agent in table.Agents)
        {
            List<CaseSummary> cases = [.. table.Of(agent)];
            int good = cases.Count(summary => summary.IsGood);
            string style = good == cases.Count ? "whole" : "short";
            html.AddLine($"<article class=\"agent-card {style}\"><h2>{agent}</h2>");
            html.AddLine($"<p class=\"score\"><b>{good}</b> of {cases.Count} <span>{(good == cases.Count ? "✓ nothing fell short" : $"✕ {cases.Count - good} fell short")}</span></p>");
            AddBar(html, cases);
            AddCounts(html, "Behavior", cases.Select(summary => summary.Behavior));
            AddCounts(html, "Closing", cases.Select(summary => summary.BehaviorClose));
            double seconds = cases.Sum(summary => (double)summary.DurationMs) / 1000;
            html.AddLine($"<p class=\"spent\">{seconds:N1} s spent in cases</p></article>");
        }

        html.AddLine($"</section>");
    }

    // Shares of the verdicts; the counts below say the same in words.
    private static void AddBar(HtmlWriter html, List<CaseSummary> cases)
    {
        html.Add($"<div class=\"bar\" aria-hidden=\"true\">");
        foreach (IGrouping<string, CaseSummary> share in cases.OrderBy(summary => summary.Behavior).GroupBy(summary => Verdict.Of(summary.Behavior).Style))
        {
            html.Add($"<i class=\"{share.Key}\" style=\"flex-grow:{share.Count().ToString(CultureInfo.InvariantCulture)}\"></i>");
        }

        html.AddLine($"</div>");
    }

    private static void AddCounts(HtmlWriter html, string title, IEnumerable<Behavior> verdicts)
    {
        html.Add($"<div class=\"counts\"><span class=\"who\">{title}</span><ul>");
        foreach (IGrouping<Behavior, Behavior> group in verdicts.GroupBy(verdict => verdict).OrderBy(group => group.Key))
        {
            Verdict verdict = Verdict.Of(group.Key);
            html.Add($"<li class=\"{verdict.Style}\"><span class=\"sign\" aria-hidden=\"true\">{verdict.Sign}</span> <b>{group.Count()}</b> {verdict.Label}</li>");
        }

        html.AddLine($"</ul></div>");
    }

    private static void AddLegend(HtmlWriter html)
    {
        html.AddLine($"<details class=\"legend\"><summary>What the verdicts mean</summary><dl>");
        foreach (Behavior behavior in Legend)
        {
            Verdict verdict = Verdict.Of(behavior);
            html.AddLine($"<dt><span class=\"chip {verdict.Style}\"><span class=\"sign\" aria-hidden=\"true\">{verdict.Sign}</span> {verdict.Label}</span></dt><dd>{verdict.Meaning}</dd>");
        }

        html.AddLine($"</dl><p>A cell shows the verdict on the behavior, the close code that the peer sent, with what was wrong with the close, and how long the case took.</p></details>");
    }

    private static void AddOverview(HtmlWriter html, IndexTable table)
    {
        html.AddLine($"<section class=\"overview\"><h2>By category</h2><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Category</th>");
        foreach (string agent in table.Agents)
        {
            html.Add($"<th scope=\"col\">{agent}</th>");
        }

        html.AddLine($"</tr></thead><tbody>");
        foreach (IGrouping<string, string> category in table.Ids.GroupBy(CategoryOf))
        {
            html.Add($"<tr><th scope=\"row\"><a href=\"#category-{category.Key}\"><span class=\"id\">{category.Key}</span> <span>{CaseTexts.Category(category.Key)}</span></a></th>");
            foreach (string agent in table.Agents)
            {
                (int good, int all) = Score(table, agent, category);
                string style = all == 0 ? "missing" : good == all ? "whole" : "short";
                html.Add($"<td class=\"{style}\">{(all == 0 ? "not run" : Share(good, all))}</td>");
            }

            html.AddLine($"</tr>");
        }

        html.AddLine($"</tbody></table></div></section>");
    }

    private static string Share(int good, int all) => string.Create(CultureInfo.InvariantCulture, $"{(good == all ? "✓" : "✕")} {good} of {all}");

    private static (int Good, int All) Score(IndexTable table, string agent, IEnumerable<string> ids)
    {
        List<CaseSummary> cases = [.. ids.Select(id => table[agent, id]).OfType<CaseSummary>()];
        return (cases.Count(summary => summary.IsGood), cases.Count);
    }

    // The script shows this; without one there is nothing to press.
    private static void AddFilter(HtmlWriter html)
    {
        html.AddLine($"<form class=\"filter\" id=\"filter\" hidden>");
        html.AddLine($"<label>Find <input type=\"search\" id=\"filter-text\" placeholder=\"id or words\" autocomplete=\"off\"></label>");
        html.AddLine($"<label><input type=\"checkbox\" id=\"filter-short\"> only what fell short</label>");
        html.AddLine($"<output id=\"filter-count\"></output></form>");
    }

    private static void AddCategory(HtmlWriter html, IndexTable table, string category, List<string> ids)
    {
        html.AddLine($"<section class=\"category\" id=\"category-{category}\">");
        html.AddLine($"<h2><span class=\"id\">{category}</span> {CaseTexts.Category(category)}</h2>");
        html.AddLine($"<div class=\"scroll\"><table class=\"cases\" style=\"--agents:{table.Agents.Count.ToString(CultureInfo.InvariantCulture)}\"><thead><tr><th scope=\"col\" class=\"case-column\">Case</th>");
        foreach (string agent in table.Agents)
        {
            html.Add($"<th scope=\"col\">{agent}</th>");
        }

        html.AddLine($"</tr></thead>");
        foreach (IGrouping<string?, string> group in ids.GroupBy(SubcategoryOf))
        {
            html.AddLine($"<tbody>");
            if (group.Key is string subcategory && CaseTexts.Category(subcategory) is string title)
            {
                html.AddLine($"<tr class=\"sub\"><th colspan=\"{table.Agents.Count + 1}\" scope=\"rowgroup\"><span class=\"id\">{subcategory}</span> {title}</th></tr>");
            }

            foreach (string id in group)
            {
                AddCase(html, table, id);
            }

            html.AddLine($"</tbody>");
        }

        html.AddLine($"</table></div></section>");
    }

    private static void AddCase(HtmlWriter html, IndexTable table, string id)
    {
        bool isShort = table.Agents.Any(agent => table[agent, id] is { IsGood: false });
        html.Add($"<tr class=\"case {(isShort ? "short" : "whole")}\" id=\"case-{id}\"><th scope=\"row\"><div class=\"title\"><span class=\"id\">{id}</span> <span class=\"about\">{table.DescriptionOf(id)}</span></div></th>");
        foreach (string agent in table.Agents)
        {
            AddCell(html, table[agent, id]);
        }

        html.AddLine($"</tr>");
    }

    private static void AddCell(HtmlWriter html, CaseSummary? summary)
    {
        if (summary is null)
        {
            html.Add($"<td><span class=\"missing\">not run</span></td>");
            return;
        }

        Verdict verdict = Verdict.Of(summary.Behavior);
        Verdict close = Verdict.Of(summary.BehaviorClose);
        html.Add($"<td><div class=\"cell\"><a class=\"chip {verdict.Style}\" href=\"{summary.PageFile}\"><span class=\"sign\" aria-hidden=\"true\">{verdict.Sign}</span> {verdict.Label}</a>");
        html.Add($"<span class=\"close {close.Style}\" title=\"close code of the peer; closing: {summary.BehaviorClose.ToText()}\">{Verdict.OfClose(summary.BehaviorClose, summary.RemoteCloseCode)}</span>");
        html.Add($"<span class=\"spent\">{summary.DurationMs} ms</span>");
        if (summary.IncomingCompressionRatio is not null || summary.OutgoingCompressionRatio is not null)
        {
            html.Add($"<span class=\"ratios\">compressed to {Ratio(summary.IncomingCompressionRatio)} received, {Ratio(summary.OutgoingCompressionRatio)} sent</span>");
        }

        html.Add($"</div></td>");
    }

    private static string Ratio(double? ratio) => ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
