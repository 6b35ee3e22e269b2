using System.IO.Compression;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class MessageInflaterTests
{
    private static readonly byte[][] s_messages = [[.. "first"u8], [], [.. "first, and first again"u8], Filling.Make(PayloadKind.Json, 100_000), Filling.Make(PayloadKind.Binary, 70_000)];

    [Theory, InlineData(true, 1), InlineData(true, 1000), InlineData(false, 1), InlineData(false, 1_000_000)]
    public void Read_MessagesInPieces_AreWhatWasDeflated(bool takeover, int pieceOctets)
    {
        using MessageInflater inflater = new();
        using MemoryStream compressed = new();
        DeflateStream deflater = new(compressed, CompressionLevel.Optimal, leaveOpen: true);
        foreach (byte[] message in s_messages)
        {
            deflater = takeover ? deflater : new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
            compressed.SetLength(0);
            deflater.Write(message);
            deflater.Flush();
            // RFC 7692 §7.2.3.6: nothing, deflated, is one octet.
            byte[] payload = message.Length == 0 ? [0x00] : compressed.ToArray()[..^4];
            Assert.Equal(message, Inflate(inflater, payload, pieceOctets));
        }
    }

    [Fact]
    public void Read_NoDeflate_Throws()
    {
        using MessageInflater inflater = new();
        Assert.Throws<InvalidDataException>(() => Inflate(inflater, [0x07, 0xFF, 0xFF], 1));
    }

    private static byte[] Inflate(MessageInflater inflater, byte[] payload, int pieceOctets)
    {
        List<byte> message = [];
        byte[] buffer = new byte[1000];
        foreach (byte[] piece in payload.Chunk(pieceOctets))
        {
            Read(isEnd: false, piece);
        }

        Read(isEnd: true, []);
        return [.. message];

        void Read(bool isEnd, byte[] piece)
        {
            inflater.Feed(piece, isEnd);
            while (inflater.Read(buffer) is int octets and > 0)
            {
                message.AddRange(buffer.AsSpan(0, octets));
            }
        }
    }
}
