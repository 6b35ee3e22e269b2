using System.IO.Compression;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// Inflates a server's messages, one after the other, in one context: it reads messages that refer to those before them, and those
/// that do not, alike (whether a server keeps to what was agreed is the fuzzer's business).
/// </summary>
internal sealed class MessageInflater : IDisposable
{
    private readonly InflaterInput _input = new();
    private readonly DeflateStream _stream;

    public MessageInflater() => _stream = new DeflateStream(_input, CompressionMode.Decompress);

    /// <summary>Takes the next octets of a message, the last ones of it or not. All that was taken before has been read.</summary>
    public void Feed(ReadOnlySpan<byte> piece, bool isEnd)
    {
        _input.Append(piece);
        if (isEnd)
        {
            // RFC 7692 §7.2.2.
            _input.Append([0x00, 0x00, 0xFF, 0xFF]);
        }
    }

    /// <summary>The next octets inflated; 0: there are no more until more is fed.</summary>
    /// <exception cref="InvalidDataException">What was fed cannot be inflated.</exception>
    public int Read(Span<byte> inflated) => _stream.Read(inflated);

    public void Dispose() => _stream.Dispose();
}
