using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Stratus.Realtime.Edge.Connections;

namespace Stratus.Realtime.Edge.Upgrades;

/// <summary>A stream opened by extended CONNECT (RFC 8441): END_STREAM closes it, RST_STREAM with CANCEL aborts it (§5).</summary>
internal sealed class Http2Transport : ITransport
{
    private const int Cancel = 0x8;

    // A read waits without a buffer: an idle connection holds none.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 16 << 10, leaveOpen: true, useZeroByteReads: true);

    private readonly IHttpResetFeature _reset;
    private volatile bool _released;

    private Http2Transport(HttpContext context, Stream stream)
    {
        _reset = context.Features.GetRequiredFeature<IHttpResetFeature>();
        Input = PipeReader.Create(stream, ReaderOptions);
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
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

        return new Http2Transport(context, await connect.AcceptAsync());
    }

    public void Release()
    {
        _released = true; // Kestrel uses its streams again
        Input.Complete();

        // With a reason, a writer drops what was not flushed; without one it would write it now, and block.
        Output.Complete(new OperationCanceledException("The connection has ended."));
    }

    public void Abort()
    {
        if (!_released)
        {
            _reset.Reset(Cancel);
        }
    }
}
