using System.IO.Compression;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Compressed messages by .NET's own stream, as a peer with a 32 KiB window sends them (RFC 7692 §7.2.1).</summary>
internal static class DeflatedMessages
{
    public static byte[] Make(byte[] message) => Chain(message)[0];

    /// <summary>Messages of one context: each may refer to those before.</summary>
    public static byte[][] Chain(params byte[][] messages)
    {
        using MemoryStream packed = new();
        using DeflateStream deflate = new(packed, CompressionLevel.Optimal);
        return [.. messages.Select(message =>
        {
            packed.SetLength(0);
            deflate.Write(message);
            deflate.Flush();
            return packed.Length == 0 ? [0] : packed.ToArray()[..^4];
        })];
    }

    /// <summary>Inflates messages of one context, tail added again (RFC 7692 §7.2.2).</summary>
    public static byte[] Inflate(params byte[][] messages)
    {
        byte[] stream = [.. messages.SelectMany(message => (byte[])[.. message, 0, 0, 0xFF, 0xFF])];
        using DeflateStream inflate = new(new MemoryStream(stream), CompressionMode.Decompress);
        using MemoryStream plain = new();
        byte[] room = new byte[65536];
        for (int read = inflate.Read(room); read != 0; read = inflate.Read(room))
        {
            plain.Write(room, 0, read);
        }

        return plain.ToArray();
    }
}
