using System.Net;
using System.Text;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>A WebSocket stream of HTTP/2 (RFC 8441): extended CONNECT, over TLS or in clear text with prior knowledge.</summary>
internal sealed class Http2Connection : IConnection
{
    private readonly SocketsHttpHandler handler;
    private readonly HttpResponseMessage response;

    private Http2Connection(SocketsHttpHandler handler, HttpResponseMessage response, Stream stream)
    {
        this.handler = handler;
        this.response = response;
        Stream = stream;
    }

    public Stream Stream { get; }

    /// <summary>What was said, as text for the report.</summary>
    public required string Request { get; init; }
    public required string Response { get; init; }
    public required HttpHead Head { get; init; }

    // The client's stream has no END_STREAM without its end: rows that half-close do not apply to HTTP/2.
    public void HalfClose() => Stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        response.Dispose();
        handler.Dispose();
    }

    public static async Task<Http2Connection> ConnectAsync(
        Uri url, TrustedRoot? root, Opening opening, string? extensionOffer, CancellationToken cancellation)
    {
        SocketsHttpHandler handler = new() { InitialHttp2StreamWindowSize = 1 << 20, UseProxy = false };
        if (root is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = root.Validate;
        }

        try
        {
            // RFC 8441 §4: :method CONNECT, :protocol websocket; no key, no Upgrade.
            using HttpRequestMessage request = new(HttpMethod.Connect, ToHttp(url))
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            request.Headers.Protocol = "websocket";
            AddHeaders(request, opening, extensionOffer);

            using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
            HttpResponseMessage response = await invoker.SendAsync(request, cancellation);
            return new Http2Connection(handler, response, await response.Content.ReadAsStreamAsync(cancellation))
            {
                Request = RequestText(request, url), Response = ResponseText(response), Head = ReadHead(response),
            };
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    private static void AddHeaders(HttpRequestMessage request, Opening opening, string? extensionOffer)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", HandshakeText.Product);
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        if (extensionOffer is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Extensions", extensionOffer);
        }

        if (opening.Subprotocols.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", opening.Subprotocols));
        }

        foreach ((string name, string value) in opening.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static Uri ToHttp(Uri url) => new UriBuilder(url) { Scheme = url.Scheme is "wss" or "https" ? "https" : "http" }.Uri;

    private static string RequestText(HttpRequestMessage request, Uri url)
    {
        StringBuilder text = new($":method: CONNECT\r\n:protocol: websocket\r\n:authority: {url.Authority}\r\n:path: {url.PathAndQuery}\r\n");
        Append(text, request.Headers.Select(header => new KeyValuePair<string, string>(header.Key, string.Join(", ", header.Value))));
        return text.ToString();
    }

    private static string ResponseText(HttpResponseMessage response)
    {
        StringBuilder text = new($":status: {(int)response.StatusCode}\r\n");
        Append(text, Headers(response));
        return text.ToString();
    }

    private static HttpHead ReadHead(HttpResponseMessage response) => new($"HTTP/2 {(int)response.StatusCode}", [.. Headers(response)]);

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value)));

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach ((string name, string value) in headers)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        text.Append("\r\n");
    }
}
