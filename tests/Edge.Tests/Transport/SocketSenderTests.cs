using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>What a socket does not take goes out later, whole and in order, whatever else is written meanwhile and however.</summary>
public sealed class SocketSenderTests : IAsyncLifetime
{
    private const int SmallBuffer = 16_384;
    private const int Piece = 1000;

    private readonly FrameBuffer _frames = new();
    private readonly Random _random;
    private readonly int _seed = Environment.TickCount;
    private Socket _edge = null!;
    private Socket _peer = null!;
    private SocketSender _sender = null!;
    private int _written;
    private int _read;

    public SocketSenderTests(ITestOutputHelper log)
    {
        log.WriteLine($"seed {_seed}");
        _random = new Random(_seed);
    }

    public async ValueTask InitializeAsync()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SendBufferSize = SmallBuffer; // accepted sockets inherit it
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };
        await _peer.ConnectAsync(listener.LocalEndPoint!, Bounded.Token);
        _edge = await listener.AcceptAsync(Bounded.Token);
        _sender = new SocketSender((int)_edge.Handle);
    }

    public ValueTask DisposeAsync()
    {
        _sender.Close();
        _edge.Dispose();
        _peer.Dispose();
        return ValueTask.CompletedTask;
    }

    // The peer reads between the moment in which the socket was full and the next frames: these must not overtake what is kept.
    [Fact]
    public async Task Frames_WrittenOnceTheSocketHasRoomAgain_StayBehindWhatIsKept()
    {
        Fill();
        int kept = _sender.KeptOctets;
        await ReadAsync(_written - kept);

        WriteFrames(Piece);

        Assert.Equal(kept + Piece, _sender.KeptOctets);
        await ReadAllAsync();
    }

    [Fact]
    public async Task LargeFrames_WrittenOnceTheSocketHasRoomAgain_StayBehindWhatIsKept()
    {
        Fill();
        int kept = _sender.KeptOctets;
        await ReadAsync(_written - kept);

        WriteLarge(100 * Piece);

        Assert.Equal(kept + (100 * Piece), _sender.KeptOctets);
        await ReadAllAsync();
    }

    // As in a run of a connection: what waited goes out, and then there is more.
    [Fact]
    public async Task Waiting_OnceTheSocketHasTakenEverything_CountsAnew()
    {
        const int Octets = 1000 * Piece;
        Fill();
        await ReadAsync(_written - _sender.KeptOctets);

        _sender.Begin(_frames);
        Assert.True(_sender.TrySendKept());
        _sender.Write(Next(Octets));
        _sender.End();

        Assert.NotEqual(0, _sender.KeptOctets);
        Assert.Equal(Octets, _sender.WaitingOctets);
        await ReadAllAsync();
    }

    [Fact]
    public async Task Everything_InAnyMixture_ArrivesOnceAndInOrder()
    {
        for (int step = 0; step < 300; step++)
        {
            switch (_random.Next(6))
            {
                case 0:
                    WriteLarge(_random.Next(1, 20_000));
                    break;
                case 1 or 2:
                    WriteFrames(_random.Next(1, 5000));
                    break;
                case 3:
                    _sender.TrySendKept();
                    break;
                default:
                    await ReadAsync(Math.Min(_peer.Available, _random.Next(20_000)));
                    break;
            }
        }

        await ReadAllAsync();
        Assert.Equal(_written, _sender.TotalOctets);
    }

    private void Fill()
    {
        while (_sender.KeptOctets == 0)
        {
            WriteFrames(Piece);
        }
    }

    private void WriteFrames(int octets)
    {
        _sender.Begin(_frames);
        Next(octets).CopyTo(_sender.GetSpan(octets));
        _sender.Advance(octets);
        _sender.End();
    }

    // As a large message: a header in the buffer, and the payload where it is.
    private void WriteLarge(int octets)
    {
        _sender.Begin(_frames);
        byte[] frame = Next(octets);
        int header = Math.Min(10, octets);
        frame.AsSpan(0, header).CopyTo(_sender.GetSpan(header));
        _sender.Advance(header);
        _sender.Write(frame.AsSpan(header));
        _sender.End();
    }

    private byte[] Next(int octets)
    {
        byte[] next = new byte[octets];
        for (int i = 0; i < octets; i++)
        {
            next[i] = Octet(_written++);
        }

        return next;
    }

    private async Task ReadAllAsync()
    {
        await Bounded.UntilAsync(
            () =>
            {
                _sender.TrySendKept();
                Read(_peer.Available);
                return _read == _written;
            },
            "everything arrives");
        Assert.True(_sender.IsEmpty);
    }

    private async Task ReadAsync(int octets)
    {
        int until = _read + octets;
        await Bounded.UntilAsync(
            () =>
            {
                Read(Math.Min(_peer.Available, until - _read));
                return _read == until;
            },
            "what was sent arrives");
    }

    private void Read(int octets)
    {
        byte[] buffer = new byte[octets];
        int count = octets == 0 ? 0 : _peer.Receive(buffer);
        for (int i = 0; i < count; i++, _read++)
        {
            Assert.True(buffer[i] == Octet(_read), $"octet {_read} is {buffer[i]} (seed {_seed})");
        }
    }

    // A stretch of 251 says where it belongs: whatever is moved by less than that, or by no multiple of it, is seen.
    private static byte Octet(int place) => (byte)((place % 251) ^ (place / 251 % 241));
}
