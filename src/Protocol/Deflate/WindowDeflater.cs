using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// A DEFLATE compressor of our own for connections with context takeover, with a window of 8 to 15 bits, whose messages end as
/// RFC 7692 §7.2.1 has it. What it keeps between messages is a fraction of what zlib does, because with many connections the
/// time of a message is that of bringing its context into the cache.
/// </summary>
internal sealed class WindowDeflater
{
    // RFC 1951 §3.2.4: up to an octet for the type, and LEN and NLEN. No block is written any longer than a stored one.
    private const int StoredBlockOverhead = 5;

    private readonly DeflateMatcher _matcher;

    /// <param name="windowBits">8 to 15: no distance is longer than 1 &lt;&lt; this.</param>
    /// <param name="level">How hard to compress, 1 to 9.</param>
    public WindowDeflater(int windowBits, int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBits, DeflateWindow.MinBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowBits, DeflateWindow.MaxBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(level, DeflateEffort.MinLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, DeflateEffort.MaxLevel);
        _matcher = new DeflateMatcher(windowBits, DeflateEffort.Of(level));
    }

    /// <summary>What a context holds between messages.</summary>
    public static int MemoryOctets(int windowBits) => DeflateHistory.MemoryOctets(windowBits);

    /// <summary>Room that is enough for any message of this length; less than <see cref="Deflater.Bound"/>.</summary>
    public static int Bound(int octets) =>
        // A block is full when it has all its tokens, each at least an octet, or more octets than that; the last one need not be.
        checked(octets + (StoredBlockOverhead * ((octets / DeflateBlock.MaxTokens) + 1)) + 1 + DeflateBits.Slack);

    /// <summary>Compresses one message, which may refer to those before.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">At least <see cref="Bound"/> octets.</param>
    /// <returns>The octets written.</returns>
    /// <exception cref="ArgumentException">There is less room; the message has not been looked at.</exception>
    public int Deflate(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (destination.Length < Bound(message.Length))
        {
            throw new ArgumentException($"{destination.Length} octets are less than the bound for a message of {message.Length}.", nameof(destination));
        }

        DeflateBits bits = new(destination);
        DeflateBlock block = DeflateBlock.OfThread;
        block.Clear();
        int appended = 0;
        int written = 0;
        while (written < message.Length)
        {
            if (!_matcher.HasMore)
            {
                appended += _matcher.Append(message[appended..]);
            }

            _matcher.Fill(block);
            if (block.IsFull || (appended == message.Length && !_matcher.HasMore))
            {
                ReadOnlySpan<byte> octets = message.Slice(written, block.Octets);
                block.Write(octets, ref bits);
                written += octets.Length;
            }
        }

        // RFC 7692 §7.2.3.6: of an empty message, nothing but this remains, 00.
        return DeflateBlock.EndMessage(ref bits);
    }
}
