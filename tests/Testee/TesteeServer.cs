using System.Net.Sockets;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Testee;

/// <summary>An echo server for a fuzzing client.</summary>
internal static class TesteeServer
{
    private const int MaxConnections = 256;

    public static async Task<int> RunAsync(ServerOptions options, Terminal terminal, CancellationToken stop)
    {
        using TcpListener listener = new(options.Listen);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            await terminal.Errors.WriteLineAsync($"-w: cannot listen on {options.Listen}: {e.Message}");
            return ExitCode.Unreachable;
        }

        await terminal.Output.WriteLineAsync($"Listening on ws://{listener.LocalEndpoint}; stop with Ctrl+C.");
        using SemaphoreSlim free = new(MaxConnections);
        try
        {
            while (true)
            {
                await free.WaitAsync(stop);
                _ = ServeAsync(await listener.AcceptSocketAsync(stop), terminal, free);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Success; // the process ends, and its connections with it
        }
    }

    private static async Task ServeAsync(Socket socket, Terminal terminal, SemaphoreSlim free)
    {
        await Task.Yield(); // the next connection is accepted meanwhile
        try
        {
            socket.NoDelay = true;
            await using Link link = new(socket, new NetworkStream(socket));
            if (await Opening.AcceptAsync(link) is HandshakeResult.Accepted accepted)
            {
                await EchoAsync(link, accepted.Deflate);
            }
            else
            {
                await link.DropAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The peer went away during the handshake: it knows.
        }
        catch (Exception e)
        {
            await terminal.Errors.WriteLineAsync($"A connection failed, which is a fault of this program: {e}");
        }
        finally
        {
            free.Release();
        }
    }

    private static async Task EchoAsync(Link link, DeflateParameters? deflate)
    {
        WebSocketConnection connection = new(new WebSocketConnectionOptions { Role = WebSocketRole.Server, Deflate = deflate }, Clock.Now());
        OutputBuffer output = new();
        EchoSink<BufferOutput> sink = new(connection, new BufferOutput(output));
        await new Pump<EchoSink<BufferOutput>>(link, connection, sink, output, Clock.Now).RunAsync(isServer: true);
    }
}
