using System.IO.Compression;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Feeds messages to an inflater in pieces and gathers what comes out.</summary>
internal static class InflaterDriver
{
    private const int Fence = 16;

    private static readonly byte[] Tail = [0x00, 0x00, 0xff, 0xff];

    public static (string Output, InflateStatus Status) Whole(Inflater inflater, byte[] message) =>
        Run(inflater, message, () => int.MaxValue, () => 110_000);

    public static (string Output, InflateStatus Status) ByOctet(Inflater inflater, byte[] message) =>
        Run(inflater, message, () => 1, () => 1);

    public static (string Output, InflateStatus Status) Split(Inflater inflater, byte[] message, Random random)
    {
        int largestInput = 1 << random.Next(10);
        int largestRoom = 1 << random.Next(12);
        return Run(inflater, message, () => random.Next(1, largestInput + 1), () => random.Next(1, largestRoom + 1));
    }

    /// <summary>The output in hexadecimal, so that a failed assertion shows it, and the message's final status.</summary>
    public static (string Output, InflateStatus Status) Run(Inflater inflater, byte[] message, Func<int> nextInput, Func<int> nextRoom)
    {
        List<byte> output = [];
        int at = 0;
        while (at < message.Length)
        {
            int length = Math.Min(nextInput(), message.Length - at);
            int end = at + length;
            InflateStatus status;
            do
            {
                // Fences before and behind show a write out of bounds.
                byte[] fenced = new byte[nextRoom() + (2 * Fence)];
                Span<byte> room = fenced.AsSpan()[Fence..^Fence];
                status = inflater.Inflate(message.AsSpan(at..end), room, out int consumed, out int written);
                output.AddRange(room[..written]);
                at += consumed;
                Assert.False(fenced.AsSpan(0, Fence).ContainsAnyExcept((byte)0) || fenced.AsSpan()[^Fence..].ContainsAnyExcept((byte)0));
                if (status == InflateStatus.OutputFull)
                {
                    Assert.Equal(room.Length, written);
                }
            }
            while (status == InflateStatus.OutputFull);
            if (status == InflateStatus.Invalid)
            {
                return (Convert.ToHexString([.. output]), status);
            }
            Assert.Equal(InflateStatus.NeedInput, status);
            Assert.Equal(end, at);
        }
        return (Convert.ToHexString([.. output]), inflater.EndMessage());
    }

    /// <summary>Each payload as one message of one zlib stream: flushed, and without the last four octets (RFC 7692 §7.2.1).</summary>
    public static byte[][] Deflate(CompressionLevel level, params byte[][] payloads)
    {
        using MemoryStream packed = new();
        using DeflateStream deflate = new(packed, level);
        byte[][] messages = new byte[payloads.Length][];
        for (int i = 0; i < payloads.Length; i++)
        {
            packed.SetLength(0);
            deflate.Write(payloads[i]);
            deflate.Flush();
            byte[] message = packed.ToArray();
            // RFC 7692 §7.2.3.6: nothing is 00; zlib does not flush twice in a row.
            messages[i] = message.AsSpan().EndsWith(Tail) ? message[..^4] : [0x00];
        }
        return messages;
    }

    public static byte[] Payload(string kind, int length, int seed)
    {
        Random random = new(seed);
        byte[] payload = new byte[length];
        string[] words = ["{\"channel\":\"", "\",\"offset\":", "order", "price", " delivered ", "the", "user", "},", "é", "中文"];
        switch (kind)
        {
            case "random":
                random.NextBytes(payload);
                break;
            case "runs":
                for (int at = 0; at < length;)
                {
                    // Periods of 1 to 20 octets, each run of any length.
                    int end = Math.Min(length, at + random.Next(1, 700));
                    int start = at;
                    int period = random.Next(1, 21);
                    for (; at < end; at++)
                    {
                        payload[at] = at < start + period ? (byte)random.Next(256) : payload[at - period];
                    }
                }
                break;
            case "text":
                for (int at = 0; at < length;)
                {
                    byte[] word = System.Text.Encoding.UTF8.GetBytes(words[random.Next(words.Length)] + (random.Next(4) == 0 ? random.Next(1000) : ""));
                    int copied = Math.Min(word.Length, length - at);
                    word.AsSpan(0, copied).CopyTo(payload.AsSpan(at));
                    at += copied;
                }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
        return payload;
    }
}
