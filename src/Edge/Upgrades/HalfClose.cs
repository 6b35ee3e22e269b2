using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stratus.Realtime.Edge.Upgrades;

// Kestrel aborts a connection of HTTP/1.1 when the peer has sent its FIN, whatever still has to be sent. The token that tells
// it so is therefore kept from it once the connection is a WebSocket, whose loop sees the end of input for itself.

/// <summary>Lets WebSockets over Kestrel answer what came before the peer's FIN (RFC 9293 §3.6, a half-closed connection).</summary>
internal sealed class HalfClose : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private volatile bool _isAllowed;

    private HalfClose()
    {
    }

    /// <summary>Takes part in all connections of an endpoint.</summary>
    public static void Use(ListenOptions endpoint) => endpoint.Use(static next => async connection =>
    {
        CancellationToken closed = connection.ConnectionClosed;
        using HalfClose halfClose = new();
        await using CancellationTokenRegistration registration = closed.UnsafeRegister(static state => ((HalfClose)state!).OnClosed(), halfClose);
        connection.ConnectionClosed = halfClose._closed.Token;
        connection.Features.Set(halfClose);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.ConnectionClosed = closed;
        }
    });

    /// <summary>From here on the peer's FIN ends nothing but the input.</summary>
    public void Allow() => _isAllowed = true;

    public void Dispose() => _closed.Dispose();

    private void OnClosed()
    {
        if (!_isAllowed)
        {
            _closed.Cancel();
        }
    }
}
