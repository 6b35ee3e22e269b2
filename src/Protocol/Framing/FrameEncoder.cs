using System.Buffers;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Framing;

/// <summary>
/// Makes a server's whole messages once for many connections: octets that <see cref="WebSocketConnection.SendPrepared"/>
/// only copies. A compressed one fits every connection without context takeover whose window is at least as large
/// (RFC 7692 §7.2.3.2).
/// </summary>
public static class FrameEncoder
{
    /// <summary>How many octets the header in front of a payload takes.</summary>
    /// <param name="payloadOctets">The payload's length.</param>
    public static int HeaderOctets(int payloadOctets) => FrameHeaderWriter.OctetsOf(payloadOctets, masked: false);

    /// <summary>Writes the header of a text message of one frame, whose payload is there already.</summary>
    /// <param name="frame">The whole frame: <see cref="HeaderOctets"/> for the header, and then the payload.</param>
    public static void WriteTextHeader(Span<byte> frame)
    {
        int header = frame.Length < 2 + 126 ? 2 : frame.Length < 4 + 65536 ? 4 : 10; // RFC 6455 §5.2: minimal lengths
        FrameHeaderWriter.Write(frame, (byte)(FrameHeader.FinBit | (byte)MessageKind.Text), frame.Length - header, maskingKey: null);
    }

    /// <summary>The payload of a frame that was made here, uncompressed.</summary>
    /// <param name="frame">The whole frame.</param>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> frame) => frame[((frame[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 })..];

    /// <summary>A compressed text message as one frame.</summary>
    /// <param name="payload">The message, valid UTF-8.</param>
    /// <param name="windowBits">The window to compress with, 9 to 15 bits.</param>
    /// <param name="level">How hard to compress, 1 to 9.</param>
    /// <exception cref="InvalidOperationException">This runtime's zlib cannot be used.</exception>
    public static byte[] CompressedText(ReadOnlySpan<byte> payload, int windowBits, int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, DeflateWindow.MinDeflateBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, DeflateWindow.MaxBits);
        if (!WebSocketConnection.IsDeflateAvailable)
        {
            throw new InvalidOperationException("This runtime's zlib cannot be used.");
        }

        byte[] compressed = ArrayPool<byte>.Shared.Rent(Deflater.Bound(payload.Length));
        try
        {
            int octets = ThreadContexts.Deflate(payload, compressed, windowBits, level);
            int header = HeaderOctets(octets);
            byte[] frame = GC.AllocateUninitializedArray<byte>(header + octets);
            byte first = (byte)(FrameHeader.FinBit | FrameHeader.Rsv1Bit | (byte)MessageKind.Text);
            FrameHeaderWriter.Write(frame, first, octets, maskingKey: null);
            compressed.AsSpan(0, octets).CopyTo(frame.AsSpan(header));
            return frame;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }
}
