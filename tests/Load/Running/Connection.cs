using System.Buffers.Binary;
using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>One client connection: TCP, the opening handshake, frames. Only its loop's thread touches it.</summary>
internal sealed class Connection : IFrameSink
{
    private const int MaxPendingOctets = 64 << 20;
    private const ushort NormalClosure = 1000;

    private readonly EventLoop _loop;
    private readonly uint _number;
    private readonly FrameParser _parser;
    private readonly MessageInflater? _inflater;
    private OpeningHandshake? _handshake;
    private Target? _target;
    private TcpSocket _socket;
    private bool _isFull;

    public Connection(EventLoop loop, uint number, int index)
    {
        _loop = loop;
        _number = number;
        Index = index;
        DeflateTerms? deflate = loop.Scenario.Deflate;
        _parser = new FrameParser(deflate is not null);
        _inflater = deflate is null ? null : new MessageInflater();
        Role = loop.Scenario.CreateRole(index, this);
    }

    /// <summary>Its number among all connections of the run.</summary>
    public int Index { get; }

    public Role Role { get; }

    public EventLoop Loop => _loop;

    public ConnectionState State { get; private set; }

    public OutputBuffer Output { get; } = new();

    public void Open(Target target, int sources)
    {
        _target = target;
        _socket = TcpSocket.Connect(target.EndPoint, sources > 1 && target.IsLoopback ? Target.Source(Index % sources) : null, isFar: Role.Stalls);
        _loop.Epoll.Watch(_socket.Descriptor, Epoll.Readable | Epoll.Writable | Epoll.PeerHungUp, _number);
    }

    public void OnEvent(uint events)
    {
        if (State == ConnectionState.Connecting)
        {
            OnConnected();
        }
        else if (Role.Stalls && State == ConnectionState.Ready)
        {
            // All that is watched then.
            Fail("the server dropped it");
        }
        else if ((events & ~Epoll.Writable) != 0)
        {
            Read();
        }

        _isFull &= (events & Epoll.Writable) == 0;
        Flush();
    }

    /// <summary>The role has all that it needs.</summary>
    public void BecomeReady()
    {
        if (State != ConnectionState.Preparing)
        {
            return;
        }

        State = ConnectionState.Ready;
        _loop.OnReady();
        if (Role.Stalls)
        {
            _loop.Epoll.Change(_socket.Descriptor, Epoll.PeerHungUp, _number);
        }
    }

    public void AppendFrame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        uint mask = _loop.Mask;
        Span<byte> header = stackalloc byte[FrameHeader.MaxOctets];
        int length = FrameHeader.Write(header, opcode, payload.Length, mask);
        Output.Append(header[..length]);
        Span<byte> body = Output.Append(payload.Length);
        payload.CopyTo(body);
        Masking.Apply(body, mask, 0);
    }

    /// <summary>Sends octets when nothing waits before them; what the socket does not take waits.</summary>
    public void Send(ReadOnlySpan<byte> octets)
    {
        int sent = _isFull ? 0 : Math.Max(_socket.Send(octets), 0);
        if (sent < octets.Length)
        {
            // Why it took none is found out when they are sent again.
            Output.Append(octets[sent..]);
            Flush();
        }
    }

    /// <summary>Sends what there is, unless the socket is known to be full: then its readiness is waited for.</summary>
    public void Flush()
    {
        while (!_isFull && !Output.IsEmpty && State != ConnectionState.Closed)
        {
            int sent = _socket.Send(Output.Pending);
            if (sent > 0)
            {
                Output.Consume(sent);
            }
            else if (-sent == Errno.Again)
            {
                _isFull = true;
            }
            else if (-sent != Errno.Interrupted)
            {
                Fail(Errno.Text(-sent));
            }
        }

        if (Output.Octets > MaxPendingOctets)
        {
            Fail($"the server reads too slowly: {Output.Octets >> 20} MiB wait for it");
        }
    }

    public void Fail(string why)
    {
        if (State == ConnectionState.Closed)
        {
            return;
        }

        if (Role.Stalls && State == ConnectionState.Ready)
        {
            // What servers do with readers that read nothing is their policy, not a fault.
            _loop.Tally.StalledDropped++;
        }
        else if (State != ConnectionState.Closing)
        {
            _loop.OnFailed(State, $"connection {Index}: {why}");
        }

        Close();
    }

    /// <summary>Says goodbye; false: there is no one to say it to.</summary>
    public bool BeginClose()
    {
        if (State is not (ConnectionState.Ready or ConnectionState.Preparing) || Role.Stalls)
        {
            Close();
            return false;
        }

        State = ConnectionState.Closing;
        Span<byte> code = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(code, NormalClosure);
        AppendFrame(Opcode.Close, code);
        Flush();
        return true;
    }

    public void Close()
    {
        if (State != ConnectionState.Closed)
        {
            State = ConnectionState.Closed;
            _socket.Close();
            _inflater?.Dispose();
            Output.Clear();
        }
    }

    void IFrameSink.OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
    {
        if (State is not (ConnectionState.Preparing or ConnectionState.Ready))
        {
            return;
        }

        if (_parser.IsCompressed)
        {
            Inflate(opcode, piece, isEnd);
        }
        else
        {
            Role.OnData(opcode, piece, isEnd);
        }
    }

    void IFrameSink.OnControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == Opcode.Ping && State is ConnectionState.Preparing or ConnectionState.Ready)
        {
            AppendFrame(Opcode.Pong, payload);
        }
        else if (opcode == Opcode.Close)
        {
            Fail(payload.Length < 2 ? "the server closed it without a code"
                : $"the server closed it: {BinaryPrimitives.ReadUInt16BigEndian(payload)} {System.Text.Encoding.UTF8.GetString(payload[2..])}");
        }
    }

    private void Inflate(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
    {
        try
        {
            _inflater!.Feed(piece, isEnd);
            while (_inflater.Read(_loop.Inflated) is int octets and > 0)
            {
                Role.OnData(opcode, _loop.Inflated.AsSpan(0, octets), isEnd: false);
            }
        }
        catch (InvalidDataException)
        {
            Fail("the server sent what cannot be inflated");
            return;
        }

        if (isEnd)
        {
            Role.OnData(opcode, [], isEnd: true);
        }
    }

    private void OnConnected()
    {
        int error = _socket.ConnectError();
        if (error != 0)
        {
            Fail($"connect: {Errno.Text(error)}");
            return;
        }

        State = ConnectionState.Handshaking;
        _handshake = new OpeningHandshake(_loop.Scenario.Deflate);
        Output.Append(_handshake.Request(_target!.Host, _target.Path));
    }

    private void Read()
    {
        // A read that is shorter than its room has found the end; what comes later is told anew.
        int received = _loop.Input.Length;
        while ((received == _loop.Input.Length || received == -Errno.Interrupted) && State != ConnectionState.Closed)
        {
            received = _socket.Receive(_loop.Input);
            _loop.ReadClock();
            if (received > 0)
            {
                _loop.CountReceived(received);
                Take(_loop.Input.AsSpan(0, received));
            }
            else if (-received is not (Errno.Again or Errno.Interrupted))
            {
                Fail(received == 0 ? "the server dropped it" : Errno.Text(-received));
            }
        }
    }

    private void Take(ReadOnlySpan<byte> input)
    {
        if (State == ConnectionState.Handshaking && !IsOpened(ref input))
        {
            return;
        }

        FrameFault fault = _parser.Parse(input, this);
        if (fault != FrameFault.None)
        {
            Fail($"a frame that no server may send: {fault}");
        }

        if (State == ConnectionState.Ready)
        {
            Role.AfterRead();
        }
    }

    private bool IsOpened(ref ReadOnlySpan<byte> input)
    {
        string? fault = _handshake!.Read(input, out input);
        if (fault is { Length: > 0 })
        {
            Fail(fault);
        }

        if (fault != "")
        {
            return false;
        }

        _handshake = null;
        State = ConnectionState.Preparing;
        Role.OnOpen();
        return true;
    }
}
