namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// Sec-WebSocket-Extensions (RFC 6455 §9.1):
/// <code>
/// extension-list  = 1#extension
/// extension       = extension-token *( ";" extension-param )
/// extension-param = token [ "=" ( token | quoted-string ) ]   ; the unquoted string is again a token
/// </code>
/// The grammar is that of RFC 2616, so white space may stand around every separator. Several lines are one list,
/// and empty list elements are tolerated (RFC 7230 §7). Reading is total and bounded: it never throws.
/// </summary>
public static class ExtensionHeader
{
    /// <summary>The octets of all lines together that are read at most; more is malformed.</summary>
    public const int MaxOctets = 8 * 1024;

    /// <summary>The extensions that are read at most; more is malformed.</summary>
    public const int MaxExtensions = 32;

    /// <summary>The parameters of one extension that are read at most; more is malformed.</summary>
    public const int MaxParameters = 32;

    /// <summary>Reads the extensions that a message names.</summary>
    /// <param name="headers">The header lines of the message.</param>
    /// <param name="extensions">The extensions in the order of the wire; empty when there is no such header.</param>
    /// <returns>False when the header breaks its grammar or a limit, or is there but names no extension.</returns>
    public static bool TryParse(HeaderFields headers, out IReadOnlyList<Extension> extensions)
    {
        extensions = [];
        List<Extension>? list = null;
        int octets = 0;
        foreach (HeaderField line in headers)
        {
            if (!line.Is(HeaderNames.SecWebSocketExtensions))
            {
                continue;
            }

            octets += line.Value.Length;
            list ??= [];
            if (octets > MaxOctets || !TryParseLine(new ExtensionCursor(line.Value), list))
            {
                return false;
            }
        }

        if (list is null)
        {
            return true;
        }

        extensions = list;
        return list.Count > 0;
    }

    /// <summary>Writes extensions as one header value.</summary>
    /// <param name="extensions">The extensions, at least one.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">A name or value is not a token, or there is no extension.</exception>
    public static string Format(params ReadOnlySpan<Extension> extensions)
    {
        List<string> elements = [];
        foreach (Extension extension in extensions)
        {
            bool valid = HttpGrammar.IsToken(extension.Name) && extension.Parameters.All(static parameter =>
                HttpGrammar.IsToken(parameter.Name) && (parameter.Value is null || HttpGrammar.IsToken(parameter.Value)));
            if (!valid)
            {
                throw new ArgumentException("Names and values of an extension must be tokens.", nameof(extensions));
            }

            elements.Add(extension.ToString());
        }

        return elements.Count > 0
            ? string.Join(", ", elements)
            : throw new ArgumentException("The header must name at least one extension.", nameof(extensions));
    }

    private static bool TryParseLine(ExtensionCursor cursor, List<Extension> list)
    {
        while (true)
        {
            if (cursor.TryTake(','))
            {
                continue; // RFC 7230 §7: an empty element
            }

            if (cursor.AtEnd)
            {
                return true;
            }

            if (list.Count == MaxExtensions || !TryParseExtension(ref cursor, out Extension extension))
            {
                return false;
            }

            list.Add(extension);
            if (!cursor.TryTake(',') && !cursor.AtEnd)
            {
                return false;
            }
        }
    }

    private static bool TryParseExtension(ref ExtensionCursor cursor, out Extension extension)
    {
        extension = default;
        if (!cursor.TryTakeToken(out string name))
        {
            return false;
        }

        List<ExtensionParameter>? parameters = null;
        while (cursor.TryTake(';'))
        {
            parameters ??= [];
            if (parameters.Count == MaxParameters || !cursor.TryTakeToken(out string parameter))
            {
                return false;
            }

            string? value = null;
            if (cursor.TryTake('=') && !cursor.TryTakeValue(out value))
            {
                return false;
            }

            parameters.Add(new ExtensionParameter(parameter, value));
        }

        extension = new Extension(name, parameters ?? (IReadOnlyList<ExtensionParameter>)[]);
        return true;
    }
}
