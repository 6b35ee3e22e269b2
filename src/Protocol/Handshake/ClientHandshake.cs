using System.Text;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The client's half of one opening handshake on HTTP/1.1 (RFC 6455 §4.1): what to send, and the check of the answer.</summary>
public sealed class ClientHandshake
{
    /// <summary>The octets of randomness in a key.</summary>
    public const int KeyOctets = 16;

    private static readonly string[] ReservedNames =
    [
        HeaderNames.Host, HeaderNames.Upgrade, HeaderNames.Connection, HeaderNames.Origin, HeaderNames.SecWebSocketKey,
        HeaderNames.SecWebSocketVersion, HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketExtensions,
        HeaderNames.ContentLength, HeaderNames.TransferEncoding,
    ];

    private readonly ClientHandshakeOptions _options;

    /// <summary>Prepares a handshake.</summary>
    /// <param name="key">16 octets, random and new for every connection (RFC 6455 §4.1 step 7).</param>
    /// <param name="options">What to ask for.</param>
    /// <exception cref="ArgumentException">The key is not of 16 octets, or an option cannot stand in a request.</exception>
    public ClientHandshake(ReadOnlySpan<byte> key, ClientHandshakeOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyOctets, nameof(key));
        Validate(options);
        _options = options;
        Key = Convert.ToBase64String(key);
    }

    /// <summary>The value of Sec-WebSocket-Key.</summary>
    public string Key { get; }

    /// <summary>The request to send.</summary>
    /// <returns>The octets of its head; it has no body.</returns>
    public byte[] ToOctets()
    {
        StringBuilder text = new(512);
        text.Append("GET ").Append(_options.Target).Append(" HTTP/1.1\r\n");
        Append(HeaderNames.Host, _options.Host);
        Append(HeaderNames.Upgrade, "websocket");
        Append(HeaderNames.Connection, "Upgrade");
        Append(HeaderNames.SecWebSocketKey, Key);
        Append(HeaderNames.SecWebSocketVersion, "13");
        if (_options.Origin is not null)
        {
            Append(HeaderNames.Origin, _options.Origin);
        }

        if (_options.Subprotocols.Count > 0)
        {
            Append(HeaderNames.SecWebSocketProtocol, string.Join(", ", _options.Subprotocols));
        }

        if (_options.Deflate is { } offer)
        {
            Append(HeaderNames.SecWebSocketExtensions, ExtensionHeader.Format(offer.ToExtension()));
        }

        foreach (HeaderField field in _options.Headers)
        {
            Append(field.Name, field.Value);
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());

        void Append(string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    /// <summary>Checks the answer.</summary>
    /// <param name="response">The head of the server's response.</param>
    /// <returns>Whether the connection is open; never an exception for what a server sent.</returns>
    public ClientHandshakeResult Evaluate(HttpResponseHead response)
    {
        HandshakeRule rule = CheckUpgrade(response);
        DeflateParameters? deflate = null;
        if (rule == HandshakeRule.None)
        {
            // RFC 6455 §9.1.
            rule = ExtensionHeader.TryParse(response.Headers, out IReadOnlyList<Extension> extensions)
                ? DeflateNegotiation.CheckAnswer(_options.Deflate, extensions, out deflate)
                : HandshakeRule.AnswerExtensionsMalformed;
        }

        string? subprotocol = null;
        if (rule == HandshakeRule.None)
        {
            rule = CheckSubprotocol(response.Headers, out subprotocol);
        }

        return rule == HandshakeRule.None
            ? new ClientHandshakeResult.Opened(subprotocol, deflate)
            : new ClientHandshakeResult.Failed(rule, HandshakeRules.Row(rule).Text);
    }

    private HandshakeRule CheckUpgrade(HttpResponseHead response)
    {
        HeaderFields headers = response.Headers;

        // RFC 6455 §4.1: the checks 1 to 4 of the server's response.
        if (response.Status != 101 || response.Version != HandshakeHttpVersion.Http11)
        {
            return HandshakeRule.AnswerStatus;
        }

        if (!headers.TryGetOnly(HeaderNames.Upgrade, out string upgrade)
            || !upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return HandshakeRule.AnswerUpgrade;
        }

        if (!TokenList.Contains(headers, HeaderNames.Connection, "Upgrade"))
        {
            return HandshakeRule.AnswerConnection;
        }

        return headers.TryGetOnly(HeaderNames.SecWebSocketAccept, out string accept) && accept == SecWebSocketAccept.Compute(Key)
            ? HandshakeRule.None
            : HandshakeRule.AnswerAccept;
    }

    private HandshakeRule CheckSubprotocol(HeaderFields headers, out string? subprotocol)
    {
        subprotocol = null;
        if (!headers.Contains(HeaderNames.SecWebSocketProtocol))
        {
            return HandshakeRule.None;
        }

        // RFC 6455 §11.3.4: once in a response; §4.1 check 6: one that was asked for.
        if (!headers.TryGetOnly(HeaderNames.SecWebSocketProtocol, out string chosen))
        {
            return HandshakeRule.AnswerSubprotocolRepeated;
        }

        if (!_options.Subprotocols.Contains(chosen, StringComparer.Ordinal))
        {
            return HandshakeRule.AnswerSubprotocolUnasked;
        }

        subprotocol = chosen;
        return HandshakeRule.None;
    }

    private static void Validate(ClientHandshakeOptions options)
    {
        Require(HttpGrammar.IsVisibleAscii(options.Host), "Host must be visible ASCII characters.");

        // RFC 6455 §3: a resource name is a path and query; fragments mean nothing here.
        Require(
            HttpGrammar.IsVisibleAscii(options.Target) && options.Target[0] == '/' && !options.Target.Contains('#', StringComparison.Ordinal),
            "Target must be an absolute path with an optional query, without a fragment.");
        Require(options.Origin is null || HttpGrammar.IsVisibleAscii(options.Origin), "Origin must be visible ASCII characters.");
        Require(
            options.Subprotocols.All(static name => HttpGrammar.IsToken(name))
                && options.Subprotocols.Distinct(StringComparer.Ordinal).Count() == options.Subprotocols.Count,
            "Subprotocols must be tokens, all of them different.");
        Require(
            options.Deflate is not { } offer
                || (offer.ServerMaxWindowBits is null or (>= DeflateWindow.MinBits and <= DeflateWindow.MaxBits)
                    && offer.ClientMaxWindowBits is null or (>= DeflateWindow.MinDeflateBits and <= DeflateWindow.MaxBits)),
            "Deflate must have a server window from 8 to 15 bits and a client window from 9 to 15 bits.");
        foreach (HeaderField field in options.Headers)
        {
            Require(
                HttpGrammar.IsToken(field.Name) && HttpGrammar.IsFieldValue(field.Value)
                    && !ReservedNames.Contains(field.Name, StringComparer.OrdinalIgnoreCase),
                $"Header '{field.Name}' is malformed, or one that the handshake writes itself.");
        }

        static void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new ArgumentException(message, nameof(options));
            }
        }
    }
}
