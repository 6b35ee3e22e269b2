using System.Buffers;
using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>Makes this end's frames: masked for a client, compressed where that was negotiated.</summary>
internal sealed class FrameWriter(Func<uint>? maskingKeys, PerMessageDeflate? deflate, int minCompressedOctets)
{
    // Above this, a payload is copied to the output in steps and compressed through memory of its own.
    private const int LargeOctets = 32 << 10;

    /// <summary>True when a message of this length would be sent compressed.</summary>
    public bool Compresses(int octets) => deflate is not null && octets >= minCompressedOctets;

    /// <summary>Writes one message as one frame.</summary>
    public void WriteMessage<TOutput>(MessageKind kind, ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        byte first = (byte)(FrameHeader.FinBit | (byte)kind);
        if (Compresses(payload.Length))
        {
            WriteCompressed((byte)(first | FrameHeader.Rsv1Bit), payload, output);
        }
        else
        {
            WriteFrame(first, payload, output);
        }
    }

    /// <summary>Writes a control frame.</summary>
    public void WriteControl<TOutput>(Opcode opcode, ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput => WriteFrame((byte)(FrameHeader.FinBit | (byte)opcode), payload, output);

    /// <summary>An unmasked header in the output, and after it room for the payload; to be advanced past by the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> BeginUnmasked<TOutput>(MessageKind kind, int octets, TOutput output, out int headerOctets)
        where TOutput : struct, IFrameOutput
    {
        headerOctets = FrameHeaderWriter.OctetsOf(octets, masked: false);
        Span<byte> frame = output.GetSpan(headerOctets + octets);
        FrameHeaderWriter.Write(frame, (byte)(FrameHeader.FinBit | (byte)kind), octets, maskingKey: null);
        return frame.Slice(headerOctets, octets);
    }

    /// <summary>Writes a frame as it is, without compression.</summary>
    public void WriteFrame<TOutput>(byte first, ReadOnlySpan<byte> payload, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        uint? key = maskingKeys?.Invoke();
        if (key is null && payload.Length > LargeOctets)
        {
            output.Advance(FrameHeaderWriter.Write(output.GetSpan(FrameHeader.MaxOctets), first, payload.Length, maskingKey: null));
            output.Write(payload);
            return;
        }

        int atOnce = Math.Min(payload.Length, LargeOctets);
        Span<byte> frame = output.GetSpan(FrameHeader.MaxOctets + atOnce);
        int header = FrameHeaderWriter.Write(frame, first, payload.Length, key);
        uint rolling = key ?? 0;
        Masking.Copy(payload[..atOnce], frame[header..], rolling);
        output.Advance(header + atOnce);
        payload = payload[atOnce..];
        while (!payload.IsEmpty)
        {
            int count = Math.Min(payload.Length, LargeOctets); // a multiple of four but for the last: the key stays in step
            Masking.Copy(payload[..count], output.GetSpan(count), rolling);
            output.Advance(count);
            payload = payload[count..];
        }
    }

    private void WriteCompressed<TOutput>(byte first, ReadOnlySpan<byte> message, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        int bound = Deflater.Bound(message.Length);
        if (bound <= LargeOctets)
        {
            CompressInPlace(first, message, bound, output);
            return;
        }

        byte[] compressed = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            int octets = deflate!.Deflate(message, compressed);
            WriteFrame(first, compressed.AsSpan(0, octets), output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    // The header's length depends on the payload's: it is compressed behind the longest header that it can need.
    private void CompressInPlace<TOutput>(byte first, ReadOnlySpan<byte> message, int bound, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        uint? key = maskingKeys?.Invoke();
        int longest = FrameHeaderWriter.OctetsOf(bound, key.HasValue);
        Span<byte> frame = output.GetSpan(longest + bound);
        int octets = deflate!.Deflate(message, frame.Slice(longest, bound));
        int header = FrameHeaderWriter.OctetsOf(octets, key.HasValue);
        Span<byte> payload = frame.Slice(header, octets);
        if (header != longest)
        {
            frame.Slice(longest, octets).CopyTo(payload);
        }

        FrameHeaderWriter.Write(frame, first, octets, key);
        if (key is uint value)
        {
            Masking.Copy(payload, payload, value);
        }

        output.Advance(header + octets);
    }
}
