using System.IO.Compression;

namespace Stratus.Realtime.Edge.Tests.Echo;

/// <summary>The client's half of permessage-deflate (RFC 7692 §7.2), by the BCL's DeflateStream.</summary>
internal sealed class RawDeflate : IDisposable
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];

    private readonly FeedStream _feed = new();
    private DeflateStream _inflater;

    public RawDeflate() => _inflater = new DeflateStream(_feed, CompressionMode.Decompress);

    /// <summary>A message compressed on its own, which every agreement allows to a client.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> message)
    {
        using MemoryStream compressed = new();
        using DeflateStream deflater = new(compressed, CompressionLevel.Optimal);
        deflater.Write(message);
        deflater.Flush();
        byte[] octets = compressed.ToArray();

        // RFC 7692 §7.2.1: the empty block at the end is not sent.
        Assert.True(octets.AsSpan().EndsWith(Tail));
        return octets[..^4];
    }

    /// <summary>Inflates the edge's message; the window lives on from message to message.</summary>
    public byte[] Inflate(byte[] payload)
    {
        _feed.Give([.. payload, .. Tail]);
        using MemoryStream message = new();
        _inflater.CopyTo(message);
        return message.ToArray();
    }

    /// <summary>Forgets the window: right only when the edge compresses each message on its own.</summary>
    public void ForgetWindow()
    {
        _inflater.Dispose();
        _inflater = new DeflateStream(_feed, CompressionMode.Decompress);
    }

    public void Dispose() => _inflater.Dispose();

    // Says "end" when it is empty, and has more later.
    private sealed class FeedStream : Stream
    {
        private byte[] _octets = [];
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Give(byte[] octets) => (_octets, _at) = (octets, 0);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, _octets.Length - _at);
            _octets.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
