using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stratus.Realtime.Jitter.Tests.Wire;

/// <summary>A WebSocket on a raw TCP socket, and the ways to end it. One reads; any thread may send.</summary>
internal sealed class ClientSocket : IDisposable
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte PingOpcode = 9;
    private const int FirstBuffer = 4096;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _sending = new();
    private readonly Random _masks;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _isCloseSent;

    private ClientSocket(int seed) => _masks = new Random(seed);

    /// <summary>The code of the edge's close frame; 0 when it has sent none.</summary>
    public int CloseCode { get; private set; }

    /// <summary>Connects and upgrades.</summary>
    /// <exception cref="WireException">The edge refused.</exception>
    /// <exception cref="SocketException">There was no connection.</exception>
    public static async Task<ClientSocket> OpenAsync(IPEndPoint edge, int seed, CancellationToken cancellation)
    {
        ClientSocket socket = new(seed);
        try
        {
            await socket._socket.ConnectAsync(edge, cancellation);
            socket.SendOctets(ClientFrames.Handshake(edge.ToString()));
            await socket.ReadHeadAsync(cancellation);
            return socket;
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends lines in one text frame. A connection that is gone says nothing here: its reader finds out.</summary>
    public void Send(string lines)
    {
        lock (_sending)
        {
            SendOctets(ClientFrames.Text(lines, (uint)_masks.Next()));
        }
    }

    /// <summary>Sends a share of a frame, at least an octet and never all: nothing must follow but the end.</summary>
    public void SendPart(string lines, double share)
    {
        lock (_sending)
        {
            byte[] frame = ClientFrames.Text(lines, (uint)_masks.Next());
            SendOctets(frame.AsSpan(0, Math.Clamp((int)(frame.Length * share), 1, frame.Length - 1)));
        }
    }

    /// <summary>Says goodbye by a close frame; once is enough.</summary>
    public void SendClose()
    {
        lock (_sending)
        {
            if (!_isCloseSent)
            {
                _isCloseSent = true;
                SendOctets(ClientFrames.Close((uint)_masks.Next()));
            }
        }
    }

    /// <summary>The next text message, good until the next call; null at the end of the connection.</summary>
    /// <exception cref="OperationCanceledException">Nothing came in time; it can be called again.</exception>
    /// <exception cref="WireException">The edge broke a rule.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTakeFrame(out byte opcode, out ReadOnlyMemory<byte> payload))
            {
                switch (opcode)
                {
                    case ClientFrames.TextOpcode:
                        return payload;
                    case ClientFrames.CloseOpcode:
                        CloseCode = payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload.Span);
                        SendClose(); // RFC 6455 §5.5.1
                        break;
                    case PingOpcode:
                        lock (_sending)
                        {
                            SendOctets(ClientFrames.Frame(ClientFrames.PongOpcode, payload.Span, (uint)_masks.Next()));
                        }

                        break;
                    default:
                        throw new WireException($"A frame with opcode {opcode}.");
                }
            }
            else if (!await FillAsync(cancellation))
            {
                return null;
            }
        }
    }

    /// <summary>Ends TCP by RST: nothing that is under way arrives.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Ends this side by FIN; the other one can be read to its end.</summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Gone already.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadHeadAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellation))
            {
                throw new WireException("The edge ended the connection instead of answering the handshake.");
            }
        }

        string head = Encoding.ASCII.GetString(_buffer, 0, end + 4);
        if (!ClientFrames.IsAccepted(head))
        {
            throw new WireException("The edge refused the handshake: " + head.Split("\r\n")[0]);
        }

        _start = end + 4;
    }

    // RFC 6455 §5.2. The edge may fragment by the RFC, and never does.
    private bool TryTakeFrame(out byte opcode, out ReadOnlyMemory<byte> payload)
    {
        opcode = 0;
        payload = default;
        ReadOnlySpan<byte> input = _buffer.AsSpan(_start, _end - _start);
        if (input.Length < 2)
        {
            return false;
        }

        if ((input[0] & 0xF0) != Final || (input[1] & Masked) != 0)
        {
            throw new WireException($"A frame that begins with {input[0]:X2} {input[1]:X2}.");
        }

        int header = input[1] switch { 126 => 4, 127 => 10, _ => 2 };
        if (input.Length < header)
        {
            return false;
        }

        int length = input[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(input[2..]),
            127 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(input[2..])),
            byte small => small,
        };
        if (input.Length < header + length)
        {
            return false;
        }

        opcode = (byte)(input[0] & 0x0F);
        payload = _buffer.AsMemory(_start + header, length);
        _start += header + length;
        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            byte[] room = _start == 0 ? new byte[_buffer.Length * 2] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(room);
            (_buffer, _start, _end) = (room, 0, _end - _start);
        }

        try
        {
            int count = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
            _end += count;
            return count != 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // reset, by either side
        }
    }

    private void SendOctets(ReadOnlySpan<byte> octets)
    {
        try
        {
            while (!octets.IsEmpty)
            {
                octets = octets[_socket.Send(octets)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reader sees the end.
        }
    }
}
