using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Upgrades;

/// <summary>A stream opened by extended CONNECT (RFC 8441): END_STREAM closes it, RST_STREAM with CANCEL aborts it (§5).</summary>
internal sealed class Http2Transport : ITransport
{
    private const int Cancel = 0x8;

    private readonly IHttpResetFeature _reset;

    private Http2Transport(HttpContext context)
    {
        _reset = context.Features.GetRequiredFeature<IHttpResetFeature>();
        Input = context.Request.BodyReader;
        Output = context.Response.BodyWriter;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public static async Task<Http2Transport> AcceptAsync(HttpContext context, IHttpExtendedConnectFeature connect)
    {
        // The octets of a WebSocket are no request body: neither its limit nor its rate applies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        _ = await connect.AcceptAsync();
        return new Http2Transport(context);
    }

    public void Abort() => _reset.Reset(Cancel);
}
