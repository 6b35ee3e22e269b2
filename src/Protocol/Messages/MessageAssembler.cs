using System.Buffers;
using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Protocol.Messages;

/// <summary>
/// The open message: what does not arrive as one whole, uncompressed frame is collected here, unmasked, inflated and
/// checked as far as it has come. Memory grows with what has arrived, at most a step ahead of it, whatever was announced.
/// </summary>
internal sealed class MessageAssembler(WebSocketLimits limits, PerMessageDeflate? deflate)
{
    private const int ScratchOctets = 4096;
    private const int FirstOctets = 16 << 10;
    private const int GrowthFactor = 4;

    private byte[] _buffer = [];
    private int _length;
    private long _wireOctets;
    private int _fragments;
    private bool _compressed;
    private Utf8Validator _utf8;

    /// <summary>True between the first and the last frame of a message.</summary>
    public bool IsOpen { get; private set; }

    public MessageKind Kind { get; private set; }

    /// <summary>The message, or what has come of it.</summary>
    public ReadOnlySpan<byte> Octets => _buffer.AsSpan(0, _length);

    public void Begin(MessageKind kind, bool compressed)
    {
        Kind = kind;
        IsOpen = true;
        _compressed = compressed;
        _length = 0;
        _wireOctets = 0;
        _fragments = 0;
        _utf8.Reset();
    }

    /// <summary>The header of a frame of the message has come; the limits are checked before any payload is taken.</summary>
    public ProtocolRule BeginFragment(ulong payloadOctets)
    {
        // RFC 6455 §7.4.1: 1009 is for messages too big to process.
        if (payloadOctets > (ulong)limits.MaxMessageOctets || _wireOctets + (long)payloadOctets > limits.MaxMessageOctets)
        {
            return ProtocolRule.MessageTooBig;
        }

        // RFC 6455 §10.4: a limit on the whole message, after it was put together from fragments.
        if (++_fragments > limits.MaxFragments)
        {
            return ProtocolRule.TooManyFragments;
        }

        _wireOctets += (long)payloadOctets;
        return ProtocolRule.None;
    }

    /// <summary>True when the message is this one uncompressed frame, of which no payload has been taken yet.</summary>
    public bool IsWholeIn(in FrameHeader header) => header.Fin && _fragments == 1 && !_compressed && _length == 0;

    /// <summary>The message was taken past the assembler.</summary>
    public void Skip() => IsOpen = false;

    /// <summary>Takes a piece of payload as it came, masked with <paramref name="key"/> (0: not masked).</summary>
    public ProtocolRule Append(ReadOnlySpan<byte> piece, uint key)
    {
        if (_compressed)
        {
            return AppendCompressed(piece, key);
        }

        Reserve(piece.Length);
        Span<byte> destination = _buffer.AsSpan(_length, piece.Length);
        _length += piece.Length;
        if (Kind == MessageKind.Text && _utf8.IsComplete)
        {
            return Masking.CopyIsAscii(piece, destination, key) ? ProtocolRule.None : Validate(destination);
        }

        Masking.Copy(piece, destination, key);
        return Validate(destination);
    }

    /// <summary>The last frame is over.</summary>
    public ProtocolRule End()
    {
        if (_compressed && deflate!.Inflater.EndMessage() == InflateStatus.Invalid)
        {
            return ProtocolRule.DeflateDataInvalid;
        }

        // RFC 6455 §8.1: a text message that ends inside a code point is not UTF-8.
        return Kind == MessageKind.Text && !_utf8.IsComplete ? ProtocolRule.InvalidUtf8 : ProtocolRule.None;
    }

    /// <summary>Gives the memory back; the message was delivered or will never be.</summary>
    public void Release()
    {
        IsOpen = false;
        _length = 0;
        deflate?.EndMessage();
        if (_buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    [SkipLocalsInit]
    private ProtocolRule AppendCompressed(ReadOnlySpan<byte> piece, uint key)
    {
        Span<byte> scratch = stackalloc byte[ScratchOctets];
        while (!piece.IsEmpty)
        {
            int count = Math.Min(piece.Length, ScratchOctets);
            Masking.Copy(piece[..count], scratch, key); // a multiple of four octets but for the last: the key stays in step
            if (Inflate(scratch[..count]) is var broken and not ProtocolRule.None)
            {
                return broken;
            }

            piece = piece[count..];
        }

        return ProtocolRule.None;
    }

    private ProtocolRule Inflate(ReadOnlySpan<byte> input)
    {
        Span<byte> excess = stackalloc byte[1]; // one octet too many is enough to know
        while (true)
        {
            Span<byte> room = _length < limits.MaxInflatedOctets ? Room() : excess;
            InflateStatus status = deflate!.Inflater.Inflate(input, room, out int consumed, out int written);
            input = input[consumed..];
            if (AcceptInflated(status, written) is var broken and not ProtocolRule.None)
            {
                return broken;
            }

            if (status != InflateStatus.OutputFull)
            {
                return ProtocolRule.None;
            }
        }
    }

    // In the order of the octets: text up to the limit, then the limit, then what is wrong after the last octet.
    private ProtocolRule AcceptInflated(InflateStatus status, int written)
    {
        int accepted = Math.Min(written, limits.MaxInflatedOctets - _length);
        ProtocolRule broken = accepted == 0 ? ProtocolRule.None : Validate(_buffer.AsSpan(_length, accepted));
        if (broken != ProtocolRule.None)
        {
            return broken;
        }

        _length += accepted;

        // RFC 7692 §8: a small compressed message may inflate to a huge one; it is stopped where the limit is.
        if (accepted < written)
        {
            return ProtocolRule.InflatedMessageTooBig;
        }

        return status == InflateStatus.Invalid ? ProtocolRule.DeflateDataInvalid : ProtocolRule.None;
    }

    // Room to inflate into: never empty, and never beyond the limit.
    private Span<byte> Room()
    {
        if (_buffer.Length == _length)
        {
            Grow(_length + 1);
        }

        int most = Math.Min(_buffer.Length, limits.MaxInflatedOctets);
        return _buffer.AsSpan(_length, most - _length);
    }

    private ProtocolRule Validate(ReadOnlySpan<byte> octets) =>
        Kind == MessageKind.Text && !_utf8.Append(octets) ? ProtocolRule.InvalidUtf8 : ProtocolRule.None;

    private void Reserve(int octets)
    {
        int needed = _length + octets;
        if (_buffer.Length < needed)
        {
            Grow(needed);
        }
    }

    private void Grow(int needed)
    {
        // A step ahead of what has come, and no further than the message can reach.
        long step = Math.Max(FirstOctets, (long)_buffer.Length * GrowthFactor);
        long most = _compressed ? limits.MaxInflatedOctets : _wireOctets;
        int size = (int)Math.Max(needed, Math.Min(step, most));
        byte[] larger = ArrayPool<byte>.Shared.Rent(size);
        Octets.CopyTo(larger);
        if (_buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
