using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The HTTP/1.1 text of a server's answer, for those who have no HTTP server.</summary>
public static class HandshakeResponse
{
    /// <summary>Writes the answer.</summary>
    /// <param name="result">A result for HTTP/1.1.</param>
    /// <returns>
    /// The octets to send. After an accepted handshake, frames follow; a refusal has a text/plain body that says why,
    /// and the connection is to be closed.
    /// </returns>
    /// <exception cref="ArgumentException">The result is the answer to an HTTP/2 request.</exception>
    public static byte[] ToOctets(HandshakeResult result)
    {
        StringBuilder text = new(256);
        switch (result)
        {
            case HandshakeResult.Accepted { Status: 101 } accepted:
                AppendHead(text, accepted.Status, accepted.Headers);
                text.Append("\r\n");
                break;
            case HandshakeResult.Refused refused:
                AppendHead(text, refused.Status, refused.Headers);
                AppendField(text, new(HeaderNames.Connection, "close"));
                AppendField(text, new(HeaderNames.ContentType, "text/plain"));
                AppendField(text, new(HeaderNames.ContentLength, (refused.Reason.Length + 1).ToString(CultureInfo.InvariantCulture)));
                text.Append("\r\n").Append(refused.Reason).Append('\n');
                break;
            default:
                throw new ArgumentException("Only answers to HTTP/1.1 requests have a text.", nameof(result));
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void AppendHead(StringBuilder text, int status, HeaderFields headers)
    {
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {ReasonPhrase(status)}\r\n");
        foreach (HeaderField field in headers)
        {
            AppendField(text, field);
        }
    }

    private static void AppendField(StringBuilder text, HeaderField field) =>
        text.Append(field.Name).Append(": ").Append(field.Value).Append("\r\n");

    // RFC 9110 §15; the phrase is for people only.
    private static string ReasonPhrase(int status) => status switch
    {
        101 => "Switching Protocols",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
}
