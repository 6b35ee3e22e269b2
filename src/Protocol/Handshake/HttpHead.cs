using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// Reads the head of an HTTP/1 message for those who have no HTTP server or client (RFC 9112): incremental by retry.
/// The caller keeps what it received and reads again from the first octet; until the empty line is there,
/// a call only looks for line ends and allocates nothing. Strict where leniency has let requests be smuggled:
/// CRLF alone ends a line, no folding, no white space before a colon, no control characters.
/// </summary>
public static class HttpHead
{
    /// <summary>Reads a request's head.</summary>
    /// <param name="octets">All octets received so far.</param>
    /// <param name="limits">How long the head may be.</param>
    /// <param name="request">The request when done, with the scheme http: set <see cref="HandshakeRequest.Scheme"/> when it came over TLS.</param>
    /// <returns>How far the reading came; what follows the consumed octets are frames.</returns>
    public static HttpHeadRead ReadRequest(ReadOnlySpan<byte> octets, HttpHeadLimits limits, out HandshakeRequest? request)
    {
        request = null;

        // RFC 9112 §2.2: a server should ignore an empty line before the request line; one, here.
        int skipped = octets.StartsWith("\r\n"u8) ? 2 : 0;
        HttpHeadRead end = FindEnd(octets[skipped..], limits);
        if (end.State != HttpHeadState.Done)
        {
            return end;
        }

        ReadOnlySpan<char> lines = Decode(octets[skipped..], end.Consumed);
        HandshakeRule rule = ReadRequestLine(TakeLine(ref lines), out string method, out string target, out HandshakeHttpVersion version);
        if (rule != HandshakeRule.None || !TryReadHeaders(lines, out HeaderFields? headers, out rule))
        {
            return HttpHeadRead.Invalid(rule);
        }

        request = new HandshakeRequest(method, version, target, headers);
        return HttpHeadRead.Done(skipped + end.Consumed);
    }

    /// <summary>Reads a response's head.</summary>
    /// <param name="octets">All octets received so far.</param>
    /// <param name="limits">How long the head may be.</param>
    /// <param name="response">The head when done.</param>
    /// <returns>How far the reading came; what follows the consumed octets are frames when the response is a 101.</returns>
    public static HttpHeadRead ReadResponse(ReadOnlySpan<byte> octets, HttpHeadLimits limits, out HttpResponseHead? response)
    {
        response = null;
        HttpHeadRead end = FindEnd(octets, limits);
        if (end.State != HttpHeadState.Done)
        {
            return end;
        }

        ReadOnlySpan<char> lines = Decode(octets, end.Consumed);
        if (!TryReadStatusLine(TakeLine(ref lines), out HandshakeHttpVersion version, out int status, out string reason))
        {
            return HttpHeadRead.Invalid(HandshakeRule.StatusLine);
        }

        if (!TryReadHeaders(lines, out HeaderFields? headers, out HandshakeRule rule))
        {
            return HttpHeadRead.Invalid(rule);
        }

        response = new HttpResponseHead(version, status, reason, headers);
        return end;
    }

    // Only octets within the limit are looked at, so that the outcome does not depend on how they were chunked.
    private static HttpHeadRead FindEnd(ReadOnlySpan<byte> octets, HttpHeadLimits limits)
    {
        bool full = octets.Length >= limits.MaxOctets;
        ReadOnlySpan<byte> window = full ? octets[..limits.MaxOctets] : octets;
        int start = 0;
        for (int lineCount = 0; lineCount <= limits.MaxHeaders + 1; lineCount++)
        {
            int length = window[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                // RFC 6585 §5.
                return full ? HttpHeadRead.Invalid(HandshakeRule.HeadTooLarge) : HttpHeadRead.NeedMore;
            }

            // RFC 9112 §2.2: a recipient may take a bare LF for a line end; this one does not.
            if (length == 0 || window[start + length - 1] != (byte)'\r')
            {
                return HttpHeadRead.Invalid(HandshakeRule.LineEnding);
            }

            start += length + 1;
            if (length == 1)
            {
                return HttpHeadRead.Done(start);
            }
        }

        return HttpHeadRead.Invalid(HandshakeRule.HeadTooLarge);
    }

    // Every line with its CRLF, without the empty line. One octet is one char.
    private static string Decode(ReadOnlySpan<byte> octets, int consumed) => Encoding.Latin1.GetString(octets[..(consumed - 2)]);

    private static ReadOnlySpan<char> TakeLine(ref ReadOnlySpan<char> lines)
    {
        int end = lines.IndexOf("\r\n");
        ReadOnlySpan<char> line = end < 0 ? [] : lines[..end];
        lines = end < 0 ? [] : lines[(end + 2)..];
        return line;
    }

    // RFC 9112 §3: request-line = method SP request-target SP HTTP-version.
    private static HandshakeRule ReadRequestLine(
        ReadOnlySpan<char> line, out string method, out string target, out HandshakeHttpVersion version)
    {
        (method, target, version) = ("", "", default);
        int first = line.IndexOf(' ');
        int last = line.LastIndexOf(' ');
        if (first == last
            || !HttpGrammar.IsToken(line[..first])
            || !HttpGrammar.IsVisibleAscii(line[(first + 1)..last])
            || line[(last + 1)..] is not ['H', 'T', 'T', 'P', '/', >= '0' and <= '9', '.', >= '0' and <= '9'])
        {
            return HandshakeRule.RequestLine;
        }

        // RFC 9110 §15.6.6.
        if (!TryReadVersion(line[(last + 1)..], out version))
        {
            return HandshakeRule.HttpMajorVersion;
        }

        method = line[..first].ToString();
        target = line[(first + 1)..last].ToString();
        return HandshakeRule.None;
    }

    // RFC 9112 §4: status-line = HTTP-version SP status-code SP [ reason-phrase ].
    private static bool TryReadStatusLine(ReadOnlySpan<char> line, out HandshakeHttpVersion version, out int status, out string reason)
    {
        (version, status, reason) = (default, 0, "");
        if (line.Length < 13 || !TryReadVersion(line[..8], out version)
            || line[8..13] is not [' ', >= '1' and <= '9', >= '0' and <= '9', >= '0' and <= '9', ' ']
            || !HttpGrammar.IsFieldValue(line[13..]))
        {
            return false;
        }

        status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        reason = line[13..].ToString();
        return true;
    }

    // RFC 9110 §2.5: a higher minor version is read as the highest one known.
    private static bool TryReadVersion(ReadOnlySpan<char> text, out HandshakeHttpVersion version)
    {
        bool known = text is ['H', 'T', 'T', 'P', '/', '1', '.', >= '0' and <= '9'];
        version = known && text[7] != '0' ? HandshakeHttpVersion.Http11 : HandshakeHttpVersion.Http10;
        return known;
    }

    private static bool TryReadHeaders(ReadOnlySpan<char> lines, [NotNullWhen(true)] out HeaderFields? headers, out HandshakeRule rule)
    {
        headers = null;
        List<HeaderField> fields = new(16);
        while (!lines.IsEmpty)
        {
            rule = ReadHeader(TakeLine(ref lines), out HeaderField field);
            if (rule != HandshakeRule.None)
            {
                return false;
            }

            fields.Add(field);
        }

        rule = HandshakeRule.None;
        headers = [.. fields];
        return true;
    }

    private static HandshakeRule ReadHeader(ReadOnlySpan<char> line, out HeaderField field)
    {
        field = default;

        // RFC 9112 §5.2: obs-fold.
        if (line[0] is ' ' or '\t')
        {
            return HandshakeRule.HeaderFolded;
        }

        // RFC 9112 §5.1: no white space between the name and the colon.
        int nameLength = HttpGrammar.TokenLength(line);
        if (nameLength == 0 || nameLength == line.Length || line[nameLength] != ':')
        {
            return HandshakeRule.HeaderName;
        }

        // RFC 9110 §5.5: a bare CR, NUL and other controls.
        ReadOnlySpan<char> value = line[(nameLength + 1)..].Trim(HttpGrammar.SpaceAndTab);
        if (!HttpGrammar.IsFieldValue(value))
        {
            return HandshakeRule.HeaderValue;
        }

        field = new HeaderField(line[..nameLength].ToString(), value.ToString());
        return HandshakeRule.None;
    }
}
