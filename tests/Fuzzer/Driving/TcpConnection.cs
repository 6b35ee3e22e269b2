using System.Net.Security;
using System.Net.Sockets;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>TCP, with TLS on top where the URL is wss.</summary>
internal sealed class TcpConnection(Socket socket, Stream stream) : IConnection
{
    public Stream Stream => stream;

    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        socket.Dispose();
    }

    public static async Task<TcpConnection> ConnectAsync(Uri url, TrustedRoot? root, CancellationToken cancellation)
    {
        // Frames leave when they are written: chopped writes must not be put together again.
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(url.DnsSafeHost, url.Port, cancellation);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            if (url.Scheme == "wss")
            {
                SslStream tls = new(stream);
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = url.DnsSafeHost, RemoteCertificateValidationCallback = root is null ? null : root.Validate,
                    },
                    cancellation);
                stream = tls;
            }

            return new TcpConnection(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
