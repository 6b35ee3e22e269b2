using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Conformance.BrokenPeers;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>A <see cref="SimplePeer"/> as a server on loopback.</summary>
internal sealed class SocketPeer : IAsyncDisposable
{
    private readonly PeerFault fault;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;

    public SocketPeer(PeerFault fault = PeerFault.None)
    {
        this.fault = fault;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Url => $"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting.WaitAsync(FrameworkClient.Limit);
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        SimplePeer peer = new(isServer: true, fault);
        Sink sink = new();
        byte[] buffer = new byte[16 << 10];
        try
        {
            int count;
            while (!peer.Closed && (count = await stream.ReadAsync(buffer, end.Token)) > 0)
            {
                peer.Receive(buffer.AsSpan(0, count), TimeSpan.Zero, sink);
                await stream.WriteAsync(sink.Take(), end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The fuzzer may drop TCP at any time.
        }
    }

    private sealed class Sink : IOctetSink
    {
        private readonly MemoryStream written = new();

        public void Write(ReadOnlySpan<byte> octets) => written.Write(octets);

        public byte[] Take()
        {
            byte[] octets = written.ToArray();
            written.SetLength(0);
            return octets;
        }
    }
}
