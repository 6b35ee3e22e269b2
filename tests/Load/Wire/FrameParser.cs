using System.Buffers.Binary;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// Reads a server's frames, cut into reads anyhow. Payload is handed on in the pieces it arrives in; only headers and control
/// frames that were cut are kept.
/// </summary>
internal sealed class FrameParser(bool allowsCompressed = false)
{
    private const int Compressed = 0x40;
    private const int ReservedBits = 0x70;

    private const int MaxHeaderOctets = 10;
    private const int MaxControlOctets = 125;

    private readonly byte[] _header = new byte[MaxHeaderOctets];
    private byte[] _control = [];
    private int _headerOctets;
    private int _controlOctets;
    private ulong _left;
    private Opcode _frame;
    private Opcode _message;
    private bool _isFinal;
    private bool _inPayload;
    private bool _inMessage;

    /// <summary>Whether the message that a sink is told of is compressed (RFC 7692 §6).</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Takes the next octets of the connection. After a fault nothing more can be read.</summary>
    public FrameFault Parse(ReadOnlySpan<byte> input, IFrameSink sink)
    {
        while (true)
        {
            if (!_inPayload)
            {
                FrameFault fault = ReadHeader(ref input);
                if (fault != FrameFault.None || !_inPayload)
                {
                    return fault;
                }
            }

            int length = (int)Math.Min(_left, (ulong)input.Length);
            _left -= (ulong)length;
            _inPayload = _left > 0;
            if (_frame >= Opcode.Close)
            {
                OnControl(input[..length], sink);
            }
            else
            {
                bool isEnd = _isFinal && !_inPayload;
                _inMessage = !isEnd;
                if (length > 0 || isEnd)
                {
                    sink.OnData(_message, input[..length], isEnd);
                }
            }

            input = input[length..];
            if (input.IsEmpty)
            {
                return FrameFault.None;
            }
        }
    }

    // Leaves _inPayload unset when the header is not whole yet.
    private FrameFault ReadHeader(ref ReadOnlySpan<byte> input)
    {
        if (_headerOctets == 0 && input.Length >= 2 && input.Length >= HeaderOctets(input))
        {
            ReadOnlySpan<byte> whole = input[..HeaderOctets(input)];
            input = input[whole.Length..];
            return OnHeader(whole);
        }

        while (!input.IsEmpty)
        {
            _header[_headerOctets++] = input[0];
            input = input[1..];
            if (_headerOctets >= 2 && _headerOctets == HeaderOctets(_header))
            {
                int length = _headerOctets;
                _headerOctets = 0;
                return OnHeader(_header.AsSpan(0, length));
            }
        }

        return FrameFault.None;
    }

    private static int HeaderOctets(ReadOnlySpan<byte> header) => (header[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    private FrameFault OnHeader(ReadOnlySpan<byte> header)
    {
        _frame = (Opcode)(header[0] & 0x0F);
        _isFinal = (header[0] & 0x80) != 0;
        _left = (header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            127 => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
            int length => (ulong)length,
        };

        FrameFault fault = Judge(header);
        if (fault == FrameFault.None)
        {
            _inPayload = true;
            if (_frame is Opcode.Text or Opcode.Binary)
            {
                _message = _frame;
                IsCompressed = (header[0] & Compressed) != 0;
            }
        }

        return fault;
    }

    private FrameFault Judge(ReadOnlySpan<byte> header)
    {
        if ((header[1] & 0x80) != 0)
        {
            return FrameFault.Masked;
        }

        int allowed = allowsCompressed && _frame is Opcode.Text or Opcode.Binary ? Compressed : 0;
        if ((header[0] & ReservedBits & ~allowed) != 0)
        {
            return FrameFault.ReservedBits;
        }

        return _frame switch
        {
            Opcode.Continuation => _inMessage ? FrameFault.None : FrameFault.UnexpectedContinuation,
            Opcode.Text or Opcode.Binary => _inMessage ? FrameFault.MessageInsideMessage : FrameFault.None,
            Opcode.Close or Opcode.Ping or Opcode.Pong => _isFinal && _left <= MaxControlOctets ? FrameFault.None : FrameFault.BadControlFrame,
            _ => FrameFault.UnknownOpcode,
        };
    }

    private void OnControl(ReadOnlySpan<byte> piece, IFrameSink sink)
    {
        if (_controlOctets == 0 && !_inPayload)
        {
            sink.OnControl(_frame, piece);
            return;
        }

        if (_control.Length == 0)
        {
            _control = new byte[MaxControlOctets];
        }

        piece.CopyTo(_control.AsSpan(_controlOctets));
        _controlOctets += piece.Length;
        if (!_inPayload)
        {
            int length = _controlOctets;
            _controlOctets = 0;
            sink.OnControl(_frame, _control.AsSpan(0, length));
        }
    }
}
