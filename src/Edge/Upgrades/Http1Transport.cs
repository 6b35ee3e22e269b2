using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Upgrades;

/// <summary>
/// A connection upgraded by 101 (RFC 6455 §4). After the answer the transport's own pipe is used, decrypted where there is
/// TLS: Kestrel's upgrade stream would copy everything once more and add two asynchronous layers.
/// </summary>
internal sealed class Http1Transport : ITransport
{
    private readonly HttpContext _context;

    private Http1Transport(HttpContext context, IDuplexPipe pipe)
    {
        _context = context;
        Input = pipe.Input;
        Output = pipe.Output;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static async Task<Http1Transport> AcceptAsync(HttpContext context, IHttpUpgradeFeature upgrade)
    {
        IConnectionTransportFeature transport = context.Features.GetRequiredFeature<IConnectionTransportFeature>();
        context.Features.Get<HalfClose>()?.Allow();
        _ = await upgrade.UpgradeAsync();
        return new Http1Transport(context, transport.Transport);
    }

    /// <summary>Nothing: the pipe is Kestrel's, which completes it and then drops TCP.</summary>
    public void Release()
    {
    }

    public void Abort() => _context.Abort();
}
