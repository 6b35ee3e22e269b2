using System.Globalization;
using System.Text;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Docs;

/// <summary>docs/CONFORMANCE.md, made from the two rule tables.</summary>
internal static class ConformanceDocument
{
    public static string Write()
    {
        StringBuilder text = new();
        text.Append("""
            # What is enforced

            Generated from the rule tables of src/Protocol; a test compares this file with them.
            After a change of the tables: `STRATUS_UPDATE_DOCS=1 dotnet test tests/Protocol.Tests`.

            ## After the opening handshake

            A peer that breaks one of these is sent a close frame with the code and, as the reason, the sentence with its source.

            | rule | RFC | section | close code | a conforming peer |
            |---|---|---|---|---|

            """);
        foreach (ProtocolRuleRow row in ProtocolRules.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Rule} | {row.Rfc} | {row.Section} | {(int)row.CloseCode} | {row.Sentence} |\n");
        }

        text.Append("""

            ## In the opening handshake

            A request that breaks one of these is answered with the status and the sentence as plain text. Rules without a status
            are a client's, about a server's answer: the client does not open the connection.

            | rule | RFC | section | status | status on HTTP/2 | sentence |
            |---|---|---|---|---|---|

            """);
        foreach (HandshakeRuleRow row in HandshakeRules.All)
        {
            string status = row.Status?.ToString(CultureInfo.InvariantCulture) ?? "-";
            string http2 = row.Http2Status?.ToString(CultureInfo.InvariantCulture) ?? (row.Status is null ? "-" : "the same");
            text.Append(CultureInfo.InvariantCulture, $"| {row.Rule} | {row.Rfc} | {row.Section} | {status} | {http2} | {row.Sentence} |\n");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}
