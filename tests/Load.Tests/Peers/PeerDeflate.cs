using System.IO.Compression;

namespace Stratus.Realtime.Load.Tests.Peers;

/// <summary>permessage-deflate as a peer accepts it: whatever is offered.</summary>
internal sealed class PeerDeflate
{
    private const string Header = "Sec-WebSocket-Extensions: ";
    private const int FlushTailOctets = 4;

    private readonly MemoryStream compressed = new();
    private readonly bool takeover;
    private DeflateStream? deflater;

    private PeerDeflate(string answer)
    {
        Answer = answer;
        takeover = !answer.Contains("server_no_context_takeover", StringComparison.Ordinal);
    }

    public string Answer { get; }

    public static PeerDeflate? Accept(string request) =>
        request.Split("\r\n").FirstOrDefault(line => line.StartsWith(Header, StringComparison.Ordinal)) is { } line ? new PeerDeflate(line[Header.Length..]) : null;

    public byte[] Compress(ReadOnlySpan<byte> message)
    {
        deflater = takeover && deflater is not null ? deflater : new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
        compressed.SetLength(0);
        deflater.Write(message);
        deflater.Flush();
        return compressed.ToArray()[..^FlushTailOctets];
    }

    /// <summary>Inflates a message that refers to none before it.</summary>
    public static byte[] Decompress(byte[] payload)
    {
        using DeflateStream inflater = new(new MemoryStream([.. payload, 0x00, 0x00, 0xFF, 0xFF]), CompressionMode.Decompress);
        using MemoryStream message = new();
        inflater.CopyTo(message);
        return message.ToArray();
    }
}
