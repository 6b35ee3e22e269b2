using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Reads a request's body whole, up to a limit.</summary>
internal static class RequestBody
{
    // The edge has no such rule of its own, because of quiet WebSockets over HTTP/2.
    private static readonly MinDataRate Rate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>The octets; null when there are more than the limit.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int maxOctets)
    {
        if (context.Request.ContentLength > maxOctets)
        {
            return null;
        }

        Prepare(context);
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(context.RequestAborted);
            ReadOnlySequence<byte> buffer = result.Buffer;
            bool isTooLarge = buffer.Length > maxOctets;
            if (isTooLarge || result.IsCompleted)
            {
                byte[]? octets = isTooLarge ? null : buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return octets;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static void Prepare(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // ours holds
        }

        // HTTP/2 knows no rate of a single request.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = Rate;
        }
    }
}
