using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>The part of a case's page that tells, entry by entry, what went over the wire and what the fuzzer waited for.</summary>
internal static class WireLogSection
{
    public static void AddTo(HtmlWriter html, CaseResult result)
    {
        html.AddLine($"<section><h2>Wire log</h2>");
        html.AddLine($"<p class=\"nothing\">Octets and payloads are shown up to the 64th octet. TX was sent by the fuzzer, RX by the peer.</p>");
        html.AddLine($"<ol class=\"log\" start=\"0\">");
        int number = 0;
        foreach (WireLogEntry entry in result.WireLog)
        {
            AddEntry(html, number++, entry);
        }

        AddNote(html, number, result.DroppedByMe ? "TCP dropped by the fuzzer" : "TCP dropped by the peer", "end");
        html.AddLine($"</ol></section>");
    }

    private static void AddEntry(HtmlWriter html, int number, WireLogEntry entry)
    {
        switch (entry)
        {
            case WireLogEntry.OctetsSent sent:
                AddOctets(html, number, "tx", sent.Count, sent.Start, sent.Sync ? "written by itself" : null);
                break;
            case WireLogEntry.OctetsReceived received:
                AddOctets(html, number, "rx", received.Count, received.Start, null);
                break;
            case WireLogEntry.FrameSent frame:
                AddFrame(html, number, "tx", frame.Opcode, frame.Fin, frame.Rsv, frame.Mask, frame.Length, frame.Start, Manner(frame));
                break;
            case WireLogEntry.FrameReceived frame:
                AddFrame(html, number, "rx", frame.Opcode, frame.Fin, frame.Rsv, frame.Mask, frame.Length, frame.Start, string.Empty);
                break;
            default:
                AddNote(html, number, Describe(entry), "note");
                break;
        }
    }

    private static string Describe(WireLogEntry entry) => entry switch
    {
        WireLogEntry.Wait wait => $"Wait {Seconds(wait.Seconds)}{Label(wait.Label)}",
        WireLogEntry.WaitEnded ended => $"The wait is over{Label(ended.Label)}",
        WireLogEntry.FailAfter fail => $"Fail the connection after {Seconds(fail.Seconds)}",
        WireLogEntry.FailAfterEnded => "Failing the connection",
        WireLogEntry.CloseAfter close => $"Close the connection after {Seconds(close.Seconds)}",
        WireLogEntry.CloseAfterEnded => "Closing the connection",
        WireLogEntry.LogSwitched { On: true } => "The log is on again",
        WireLogEntry.LogSwitched => "The log is off, so that many messages do not fill it",
        _ => entry.GetType().Name,
    };

    private static void AddNote(HtmlWriter html, int number, string text, string style) =>
        html.AddLine($"<li class=\"{style}\"><span class=\"number\">{number:000}</span><span class=\"way\"></span><div>{text}</div></li>");

    private static void AddOctets(HtmlWriter html, int number, string way, long count, byte[] start, string? manner)
    {
        html.Add($"<li class=\"octets {way}\"><span class=\"number\">{number:000}</span><span class=\"way\">{way.ToUpperInvariant()}</span><div>");
        html.Add($"<span class=\"what\">{count} {(count == 1 ? "octet" : "octets")}</span>");
        if (manner is not null)
        {
            html.Add($" <span class=\"who\">{manner}</span>");
        }

        html.AddLine($"<code class=\"hex\">{LoggedOctets.Hex(start, count)}</code></div></li>");
    }

    private static void AddFrame(
        HtmlWriter html, int number, string way, int opcode, bool fin, int rsv, byte[]? mask, long length, byte[] start, string manner)
    {
        string reserved = rsv == 0 ? "pale" : "loud";
        html.Add($"<li class=\"frame {way}\"><span class=\"number\">{number:000}</span><span class=\"way\">{way.ToUpperInvariant()}</span><div>");
        html.Add($"<span class=\"what\">{OpcodeNames.Of(opcode)} frame</span> <span class=\"fields\"><span>opcode {opcode}</span> <span>{(fin ? "FIN" : "no FIN")}</span> ");
        html.Add($"<span class=\"{reserved}\">RSV {rsv}</span> <span>{length} {(length == 1 ? "octet" : "octets")}</span> ");
        html.Add($"<span>{(mask is null ? "unmasked" : $"mask {Convert.ToHexStringLower(mask)}")}</span>");
        if (manner.Length != 0)
        {
            html.Add($" <span>{manner}</span>");
        }

        html.Add($"</span>");
        AddFramePayload(html, opcode, length, start);
        html.AddLine($"</div></li>");
    }

    private static void AddFramePayload(HtmlWriter html, int opcode, long length, byte[] start)
    {
        CasePage.AddPayload(html, LoggedOctets.Text(start, length));
        if (opcode == 8 && start.Length >= 2)
        {
            string reason = Encoding.UTF8.GetString(start.AsSpan(2));
            string code = CloseCodeNames.Describe(BinaryPrimitives.ReadUInt16BigEndian(start));
            html.Add($"<span class=\"decoded\">{code}{(reason.Length == 0 ? string.Empty : $": {HtmlText.ShowBreaks(reason)}")}</span>");
        }
    }

    private static string Manner(WireLogEntry.FrameSent frame)
    {
        List<string> manner = [];
        if (frame.RepeatTo is int length)
        {
            manner.Add(string.Create(CultureInfo.InvariantCulture, $"payload repeated to {length:N0}"));
        }

        if (frame.Chop is int size)
        {
            manner.Add(string.Create(CultureInfo.InvariantCulture, $"in pieces of {size:N0}"));
        }

        if (frame.Sync)
        {
            manner.Add("written by itself");
        }

        return string.Join(", ", manner);
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    private static string Label(string? label) => label is null ? string.Empty : $" ({label})";
}
