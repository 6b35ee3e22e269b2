using System.Globalization;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The part of a case's page that counts: pieces by size, frames by opcode, and the traffic of the compression cases.</summary>
internal static class WireStatistics
{
    public static void AddTo(HtmlWriter html, CaseResult result)
    {
        html.AddLine($"<section><h2>Wire statistics</h2>");
        html.AddLine($"<div class=\"statistics\">");
        AddOctets(html, "Octets received", result.RxOctetStats);
        AddOctets(html, "Octets sent", result.TxOctetStats);
        AddFrames(html, "Frames received", result.RxFrameStats);
        AddFrames(html, "Frames sent", result.TxFrameStats);
        html.AddLine($"</div>");
        if (result.TrafficStats is TrafficStats traffic)
        {
            AddTraffic(html, traffic);
        }

        html.AddLine($"</section>");
    }

    private static void AddOctets(HtmlWriter html, string title, IReadOnlyDictionary<int, int> stats)
    {
        html.AddLine($"<div class=\"scroll\" tabindex=\"0\"><table class=\"numbers\"><caption>{title} by size</caption>");
        html.AddLine($"<thead><tr><th scope=\"col\">Size</th><th scope=\"col\">Count</th><th scope=\"col\">Octets</th></tr></thead><tbody>");
        long octets = 0;
        long pieces = 0;
        foreach ((int size, int count) in stats.OrderBy(entry => entry.Key))
        {
            octets += (long)size * count;
            pieces += count;
            html.AddLine($"<tr><th scope=\"row\">{size}</th><td>{count}</td><td>{(long)size * count}</td></tr>");
        }

        html.AddLine($"</tbody><tfoot><tr><th scope=\"row\">Total</th><td>{pieces}</td><td>{octets}</td></tr></tfoot></table></div>");
    }

    private static void AddFrames(HtmlWriter html, string title, IReadOnlyDictionary<int, int> stats)
    {
        html.AddLine($"<div class=\"scroll\" tabindex=\"0\"><table class=\"numbers\"><caption>{title} by opcode</caption>");
        html.AddLine($"<thead><tr><th scope=\"col\">Opcode</th><th scope=\"col\">Count</th></tr></thead><tbody>");
        foreach ((int opcode, int count) in stats.OrderBy(entry => entry.Key))
        {
            html.AddLine($"<tr><th scope=\"row\">{opcode} <span class=\"who\">{OpcodeNames.Of(opcode)}</span></th><td>{count}</td></tr>");
        }

        html.AddLine($"</tbody><tfoot><tr><th scope=\"row\">Total</th><td>{stats.Values.Sum(count => (long)count)}</td></tr></tfoot></table></div>");
    }

    private static void AddTraffic(HtmlWriter html, TrafficStats traffic)
    {
        html.AddLine($"<table class=\"numbers traffic\"><caption>Traffic after the opening handshake</caption>");
        html.AddLine($"<thead><tr><th scope=\"col\">Level</th><th scope=\"col\">Received</th><th scope=\"col\">Sent</th></tr></thead><tbody>");
        AddRow(html, "Messages", traffic.IncomingWebSocketMessages, traffic.OutgoingWebSocketMessages);
        AddRow(html, "Frames", traffic.IncomingWebSocketFrames, traffic.OutgoingWebSocketFrames);
        AddRow(html, "Octets of the application", traffic.IncomingOctetsAppLevel, traffic.OutgoingOctetsAppLevel);
        AddRow(html, "Octets of frame payload", traffic.IncomingOctetsWebSocketLevel, traffic.OutgoingOctetsWebSocketLevel);
        AddRow(html, "Octets on the wire", traffic.IncomingOctetsWireLevel, traffic.OutgoingOctetsWireLevel);
        AddRow(html, "Octets of the opening handshake", traffic.PreopenIncomingOctetsWireLevel, traffic.PreopenOutgoingOctetsWireLevel);
        html.AddLine($"<tr><th scope=\"row\">Compression ratio</th><td>{Ratio(traffic.IncomingCompressionRatio)}</td><td>{Ratio(traffic.OutgoingCompressionRatio)}</td></tr>");
        html.AddLine($"<tr><th scope=\"row\">Framing overhead</th><td>{Ratio(traffic.IncomingWebSocketOverhead)}</td><td>{Ratio(traffic.OutgoingWebSocketOverhead)}</td></tr>");
        html.AddLine($"</tbody></table>");
    }

    private static void AddRow(HtmlWriter html, string level, long received, long sent) =>
        html.AddLine($"<tr><th scope=\"row\">{level}</th><td>{received}</td><td>{sent}</td></tr>");

    private static string Ratio(double? ratio) => ratio?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
