using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>Listens, in Kestrel's place, on its endpoints of clear-text HTTP/1.1.</summary>
internal sealed class SocketListenerFactory(
    ClearTextEndpoints endpoints, SocketTransport transport, IOptions<SocketTransportOptions> options, ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Backlog = 4096;

    public bool CanBind(EndPoint endpoint) => endpoints.Contains(endpoint);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = options.Value.CreateBoundListenSocket(endpoint);
            socket.NoDelay = true; // accepted sockets have it, too
            socket.Blocking = false;
            socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new AddressInUseException(e.Message, e);
            }

            throw;
        }

        SocketConnectionContextFactory contexts = new(
            new SocketConnectionFactoryOptions { UnsafePreferInlineScheduling = true }, loggers.CreateLogger<SocketConnectionContextFactory>());
        return ValueTask.FromResult<IConnectionListener>(new SocketListener(transport.Loops.First, socket, transport, contexts));
    }
}
