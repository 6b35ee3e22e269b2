using System.Text;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>
/// A small echo peer in memory, of either role, that shares nothing with the product: a ruler for the fuzzer. Without a fault it
/// keeps every rule; with one it breaks just that.
/// </summary>
internal sealed class SimplePeer(bool isServer, PeerFault fault = PeerFault.None) : IMemoryPeer
{
    private readonly List<byte> head = [];
    private readonly PeerOutput output = new();
    private PeerFrames? frames;

    public bool Closed => output.WantsDrop;

    /// <summary>It does nothing by itself but drop TCP, where it waits with that.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    public void Start(TimeSpan now, IOctetSink output)
    {
        if (!isServer)
        {
            output.Write(PeerHandshake.Request(fault));
        }
    }

    public void Receive(ReadOnlySpan<byte> octets, TimeSpan now, IOctetSink output)
    {
        Receive(octets);
        output.Write(this.output.Take());
        if (this.output.WantsLinger)
        {
            NextDeadline ??= now + TimeSpan.FromMilliseconds(100);
        }
    }

    /// <summary>The other half of TCP has ended: a server drops its own then.</summary>
    public void Eof(TimeSpan now, IOctetSink output)
    {
        if (isServer && fault != PeerFault.NeverDropsTcp)
        {
            this.output.Drop();
        }
    }

    public void Advance(TimeSpan now, IOctetSink output)
    {
        frames?.Finish();
        output.Write(this.output.Take());
    }

    private void Receive(ReadOnlySpan<byte> octets)
    {
        if (Closed)
        {
            return;
        }

        if (frames is not null)
        {
            frames.Receive(octets);
            return;
        }

        head.AddRange(octets);
        string text = Encoding.Latin1.GetString([.. head]);
        PeerHandshake handshake = isServer ? PeerHandshake.AsServer(text, fault) : PeerHandshake.AsClient(text, fault);
        output.Write(Encoding.Latin1.GetBytes(handshake.Response));
        if (handshake.IsRefused)
        {
            output.Drop();
        }
        else if (handshake.IsOpen)
        {
            frames = new PeerFrames(isServer, fault, handshake.Deflate, output);
            if (fault != PeerFault.DropsEarlyFrames)
            {
                frames.Receive([.. head.Skip(handshake.Consumed)]);
            }
        }
    }
}
