using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>Posts JSON to the application and reads what comes back, within limits of time, size and number.</summary>
internal sealed class ProxyTransport : IDisposable
{
    // Long enough to be worth keeping, short enough that a moved application is found again.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _places;
    private readonly TimeSpan _timeLimit;
    private readonly int _maxAnswerOctets;
    private readonly TimeProvider _time;

    public ProxyTransport(IOptions<ProxyOptions> options, TimeProvider time)
    {
        _time = time;
        _timeLimit = options.Value.TimeLimit;
        _maxAnswerOctets = options.Value.MaxAnswerOctets;
        _places = new SemaphoreSlim(options.Value.MaxInFlight);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = options.Value.TimeLimit,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseDrainSize = 0,
        });
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">The caller wants no answer any more.</exception>
    public async Task<ProxyReply> PostAsync(Uri url, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!await _places.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            return ProxyReply.Fail(ProxyFailure.Busy);
        }

        using CancellationTokenSource limit = new(_timeLimit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await SendAsync(url, body, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ProxyReply.Fail(ProxyFailure.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellation.IsCancellationRequested)
        {
            return ProxyReply.Fail(limit.IsCancellationRequested ? ProxyFailure.TimedOut : ProxyFailure.Unreachable);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<ProxyReply> SendAsync(Uri url, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
        int status = (int)response.StatusCode;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return ProxyReply.Fail(ProxyFailure.BadStatus, status);
        }

        return await ReadAsync(response.Content, cancellation) is { } octets
            ? new ProxyReply(octets, null, status)
            : ProxyReply.Fail(ProxyFailure.TooLarge, status);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > _maxAnswerOctets)
        {
            return null;
        }

        await using Stream stream = await content.ReadAsStreamAsync(cancellation);
        ArrayBufferWriter<byte> octets = new();
        while (await stream.ReadAsync(octets.GetMemory(), cancellation) is > 0 and int read)
        {
            octets.Advance(read);
            if (octets.WrittenCount > _maxAnswerOctets)
            {
                return null;
            }
        }

        return octets.WrittenMemory;
    }
}
