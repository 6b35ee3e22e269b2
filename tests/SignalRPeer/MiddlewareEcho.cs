using System.Buffers;
using System.Net.WebSockets;

namespace Stratus.Realtime.SignalRPeer;

/// <summary>An echo by ASP.NET Core's WebSocket middleware: what was read goes out as it came, through one buffer.</summary>
internal static class MiddlewareEcho
{
    private const int BufferOctets = 65536;

    // What a client offers of permessage-deflate is accepted as it is, for comparison with the edge, which does the same. A client that
    // offers nothing gets nothing.
    private static readonly WebSocketAcceptContext s_accept = new() { DangerousEnableCompression = true };

    /// <summary>Keeps one buffer for each connection: the least that a message can cost.</summary>
    public static Task RunWithBufferAsync(HttpContext context) => RunAsync(context, ownsBuffer: true);

    /// <summary>Has no buffer while it waits: the least that an idle connection can take.</summary>
    public static Task RunWithoutBufferAsync(HttpContext context) => RunAsync(context, ownsBuffer: false);

    private static async Task RunAsync(HttpContext context, bool ownsBuffer)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(s_accept);
        try
        {
            byte[] buffer = ownsBuffer ? new byte[BufferOctets] : [];
            while (ownsBuffer ? await EchoAsync(socket, buffer, context.RequestAborted) : await EchoRentedAsync(socket, context.RequestAborted))
            {
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The peer went without saying goodbye: nothing is left to do.
        }
    }

    // One read and what it brought; false: the peer closes.
    private static async ValueTask<bool> EchoAsync(WebSocket socket, Memory<byte> buffer, CancellationToken cancel)
    {
        ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer, cancel);
        if (part.MessageType != WebSocketMessageType.Close && (part.Count > 0 || part.EndOfMessage))
        {
            await socket.SendAsync(buffer[..part.Count], part.MessageType, part.EndOfMessage, cancel);
        }

        return part.MessageType != WebSocketMessageType.Close;
    }

    // Waits with an empty read, then has a buffer for as long as there is something to read.
    private static async ValueTask<bool> EchoRentedAsync(WebSocket socket, CancellationToken cancel)
    {
        if (!await EchoAsync(socket, Memory<byte>.Empty, cancel))
        {
            return false;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferOctets);
        try
        {
            return await EchoAsync(socket, buffer, cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
