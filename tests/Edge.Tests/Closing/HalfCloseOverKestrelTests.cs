using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Closing;

/// <summary>
/// The token with which Kestrel's sockets say that the peer's FIN has come, while there still is input that came before it: here it
/// is the test that says so, and the input comes later.
/// </summary>
public sealed class HalfCloseOverKestrelTests
{
    [Theory]
    [InlineData(Road.Http1)]
    [InlineData(Road.TlsHttp1)]
    public async Task Closed_OfAWebSocket_LeavesWhatStillComes(Road road)
    {
        ClosingListenerFactory sockets = new();
        await using EdgeHost edge = await StartAsync(sockets);
        await using WebSocketClient client = await edge.OpenAsync(road);

        sockets.CloseAll();

        Assert.Equal("before the FIN", (await client.EchoAsync(ClientFrames.Text("before the FIN"))).Text);
    }

    [Fact]
    public async Task Closed_BeforeTheRequest_EndsTheConnection()
    {
        ClosingListenerFactory sockets = new();
        await using EdgeHost edge = await StartAsync(sockets);
        await using WebSocketClient client = await edge.ConnectAsync();
        await client.SendAsync(Requests.Make("GET /healthz HTTP/1.1"));
        Assert.Equal(200, (await client.ReceiveAnswerAsync()).Status);

        sockets.CloseAll();

        await client.AssertDroppedAsync();
    }

    private static Task<EdgeHost> StartAsync(ClosingListenerFactory sockets) => EdgeHost.StartAsync(
        TimeProvider.System,
        builder => builder.Services.AddSingleton<IConnectionListenerFactory>(sockets),
        "--Edge:Transport=Kestrel",
        "--Edge:Times:Handshake=00:01:00"); // longer than a test waits

    private sealed class ClosingListenerFactory : IConnectionListenerFactory
    {
        private readonly SocketTransportFactory _sockets = new(new OptionsWrapper<SocketTransportOptions>(new SocketTransportOptions()), NullLoggerFactory.Instance);
        private readonly ConcurrentBag<CancellationTokenSource> _connections = [];

        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new Listener(await _sockets.BindAsync(endpoint, cancellationToken), _connections);

        public void CloseAll()
        {
            foreach (CancellationTokenSource connection in _connections)
            {
                connection.Cancel();
            }
        }

        private sealed class Listener(IConnectionListener inner, ConcurrentBag<CancellationTokenSource> connections) : IConnectionListener
        {
            public EndPoint EndPoint => inner.EndPoint;

            public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
            {
                ConnectionContext? connection = await inner.AcceptAsync(cancellationToken);
                if (connection is not null)
                {
                    CancellationTokenSource closed = new();
                    connections.Add(closed);
                    connection.ConnectionClosed = closed.Token;
                }

                return connection;
            }

            public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
