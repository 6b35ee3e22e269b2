using System.Buffers.Binary;
using System.IO.Compression;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// A compressed message whose marker can be written anew: the marker is in a stored block (RFC 1951 §3.2.4), as it is; the filling
/// follows, compressed once. It refers to nothing outside of itself, so it is right with and without context takeover, and the tool
/// never pays for compression while it measures.
/// </summary>
internal static class DeflatedPayload
{
    /// <summary>Where the marker is in the payload.</summary>
    public const int MarkerAt = 5;

    private static ReadOnlySpan<byte> FlushTail => [0x00, 0x00, 0xFF, 0xFF];

    public static byte[] Make(ReadOnlySpan<byte> filling, int windowBits)
    {
        using MemoryStream payload = new();
        payload.Write(StoredMarker());
        while (!filling.IsEmpty)
        {
            // What is compressed on its own refers back by less than its length.
            int length = Math.Min(1 << windowBits, filling.Length);
            Deflate(filling[..length], payload);
            filling = filling[length..];
        }

        // RFC 7692 §7.2.1: the 00 00 FF FF of a flush is not sent; without one, 00 begins the block that it ends.
        byte[] octets = payload.ToArray();
        return octets.AsSpan().EndsWith(FlushTail) ? octets[..^FlushTail.Length] : [.. octets, 0];
    }

    private static byte[] StoredMarker()
    {
        byte[] block = new byte[MarkerAt + Marker.Octets];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), Marker.Octets);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), unchecked((ushort)~Marker.Octets));
        return block;
    }

    private static void Deflate(ReadOnlySpan<byte> octets, MemoryStream payload)
    {
        long end;
        using (DeflateStream deflater = new(payload, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(octets);
            deflater.Flush();
            end = payload.Length;
        }

        // Without the last block, which would end the stream.
        payload.SetLength(end);
    }
}
