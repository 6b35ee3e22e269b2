using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>
/// Asks the application over HTTP, with the JSON of Centrifugo's HTTP proxy, so that existing backends fit. Whatever goes
/// wrong is an answer too; it is counted, and logged when it begins and when it is over, never with what was said.
/// </summary>
internal sealed partial class ApplicationProxy
{
    private const string Cancelled = "Cancelled";

    private readonly ProxyOptions _options;
    private readonly ProxyTransport _transport;
    private readonly ProxyAnswerReader _reader;
    private readonly ProxyMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int[] _failures = new int[Enum.GetValues<ProxyKind>().Length];

    public ApplicationProxy(
        IOptions<ProxyOptions> options, ProxyTransport transport, ApiLimits limits, ProxyMetrics metrics, TimeProvider time, ILogger<ApplicationProxy> logger)
    {
        _options = options.Value;
        _transport = transport;
        _reader = new ProxyAnswerReader(limits);
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>True when there is an address to ask.</summary>
    public bool IsConfigured(ProxyKind kind) => Url(kind) is not null;

    /// <summary>Asks whether a client may connect.</summary>
    public Task<ProxyAnswer<ProxyConnectResult>> ConnectAsync(ProxyConnectRequest request, CancellationToken cancellation) =>
        AskAsync(ProxyKind.Connect, ProxyRequestWriter.Write(request), _reader.ReadConnect, cancellation);

    /// <summary>Asks whether a client may subscribe.</summary>
    public Task<ProxyAnswer<ProxySubscription>> SubscribeAsync(ProxySubscribeRequest request, CancellationToken cancellation) =>
        AskAsync(ProxyKind.Subscribe, ProxyRequestWriter.Write(request), ProxyAnswerReader.ReadSubscription, cancellation);

    /// <summary>Asks whether a publication is taken.</summary>
    public Task<ProxyAnswer<ProxyPublishResult>> PublishAsync(ProxyPublishRequest request, CancellationToken cancellation) =>
        AskAsync(ProxyKind.Publish, ProxyRequestWriter.Write(request), ProxyAnswerReader.ReadPublish, cancellation);

    /// <summary>Calls a remote procedure.</summary>
    public Task<ProxyAnswer<ProxyRpcResult>> CallAsync(ProxyRpcRequest request, CancellationToken cancellation) =>
        AskAsync(ProxyKind.Rpc, ProxyRequestWriter.Write(request), ProxyAnswerReader.ReadRpc, cancellation);

    private Uri? Url(ProxyKind kind) => kind switch
    {
        ProxyKind.Connect => _options.Connect.Url,
        ProxyKind.Subscribe => _options.Subscribe.Url,
        ProxyKind.Publish => _options.Publish.Url,
        _ => _options.Rpc.Url,
    };

    private async Task<ProxyAnswer<T>> AskAsync<T>(ProxyKind kind, ReadOnlyMemory<byte> body, Func<CheckedFields, T> read, CancellationToken cancellation)
    {
        if (Url(kind) is not { } url)
        {
            return new ProxyAnswer<T>.Unavailable(ProxyFailure.NotConfigured);
        }

        long began = _time.GetTimestamp();
        string outcome = Cancelled;
        try
        {
            ProxyAnswer<T> answer = Read(kind, await _transport.PostAsync(url, body, cancellation), read);
            outcome = Outcome(answer);
            return answer;
        }
        finally
        {
            _metrics.Asked(kind, outcome, _time.GetElapsedTime(began));
        }
    }

    private ProxyAnswer<T> Read<T>(ProxyKind kind, ProxyReply reply, Func<CheckedFields, T> read)
    {
        if (reply.Failure is { } failure)
        {
            Failed(kind, failure, reply.Status, "");
            return new ProxyAnswer<T>.Unavailable(failure);
        }

        if (_reader.TryRead(reply.Body, read, out ProxyAnswer<T> answer, out string? fault))
        {
            Succeeded(kind);
        }
        else
        {
            Failed(kind, ProxyFailure.BadAnswer, reply.Status, fault ?? "");
        }

        return answer;
    }

    // A backend that is down is asked thousands of times a second: one line when it begins, one when it is over.
    private void Failed(ProxyKind kind, ProxyFailure failure, int status, string detail)
    {
        if (Interlocked.Increment(ref _failures[(int)kind]) == 1)
        {
            LogFailed(kind, failure, status, detail);
        }
    }

    private void Succeeded(ProxyKind kind)
    {
        if (Volatile.Read(ref _failures[(int)kind]) != 0 && Interlocked.Exchange(ref _failures[(int)kind], 0) is > 0 and int failures)
        {
            LogRecovered(kind, failures);
        }
    }

    private static string Outcome<T>(ProxyAnswer<T> answer) => answer switch
    {
        ProxyAnswer<T>.Result => "Result",
        ProxyAnswer<T>.Error => "Error",
        ProxyAnswer<T>.Disconnect => "Disconnect",
        ProxyAnswer<T>.Unavailable unavailable => unavailable.Failure.ToString(),
        _ => "",
    };
}
