namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>
/// Cuts a stream into frames and unmasks them. It judges nothing: a frame with an impossible header is reported like any other,
/// so that the log shows what the peer really sent.
/// </summary>
public sealed class FrameReader
{
    private byte[] buffer = new byte[4096];
    private int head;
    private int tail;

    /// <summary>Payload of a frame that is longer than this is not waited for: its header alone is the frame.</summary>
    public const ulong MaxPayloadOctets = 256UL << 20;

    /// <summary>Whether a frame was begun and not finished.</summary>
    public bool IsInsideFrame => tail > head;

    public void Append(ReadOnlySpan<byte> octets)
    {
        if (head == tail)
        {
            head = tail = 0;
        }

        if (buffer.Length - tail < octets.Length)
        {
            int needed = tail - head + octets.Length;
            byte[] target = needed * 2L > buffer.Length ? new byte[Math.Min(Math.Max(needed * 2L, 4096), Array.MaxLength)] : buffer;
            buffer.AsSpan(head, tail - head).CopyTo(target);
            tail -= head;
            head = 0;
            buffer = target;
        }

        octets.CopyTo(buffer.AsSpan(tail));
        tail += octets.Length;
    }

    /// <summary>The next complete frame. Its payload is unmasked and valid until the next call.</summary>
    public bool TryRead(out FrameHeader header, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        Span<byte> pending = buffer.AsSpan(head, tail - head);
        if (!FrameHeader.TryRead(pending, out header))
        {
            return false;
        }

        if (header.Length > MaxPayloadOctets)
        {
            head = tail;
            return true;
        }

        int length = (int)header.Length;
        if (pending.Length - header.HeaderOctets < length)
        {
            return false;
        }

        Span<byte> octets = pending.Slice(header.HeaderOctets, length);
        if (header.MaskingKey is uint key)
        {
            MaskingKey.Apply(octets, key);
        }

        head += header.HeaderOctets + length;
        payload = octets;
        return true;
    }
}
