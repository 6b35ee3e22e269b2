using System.Net.Sockets;

namespace Stratus.Realtime.BareLoop.SocketsRoad;

/// <summary>Accepts connections that then look after themselves, on the runtime's own threads.</summary>
internal static class SocketServer
{
    /// <summary>Serves until it is stopped. Connections that are open then end with the process.</summary>
    public static async Task RunAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptAsync(stop);
                _ = new SocketConnection(socket).RunAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // SIGTERM.
        }
    }
}
