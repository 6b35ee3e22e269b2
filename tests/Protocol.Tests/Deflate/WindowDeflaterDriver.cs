using System.Globalization;
using System.Text;
using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Tests.Engine;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Compresses messages in exactly the room that they need at most, and reads them back twice.</summary>
internal static class WindowDeflaterDriver
{
    private const byte Fence = 0xA5;
    private const int FenceOctets = 16;

    /// <summary>One message, into a room of its bound that has fences on both sides.</summary>
    public static byte[] Deflate(WindowDeflater deflater, byte[] message)
    {
        int bound = WindowDeflater.Bound(message.Length);
        byte[] fenced = new byte[bound + (2 * FenceOctets)];
        Array.Fill(fenced, Fence);
        int written = deflater.Deflate(message, fenced.AsSpan(FenceOctets, bound));
        Assert.InRange(written, 1, bound);
        Assert.False(fenced.AsSpan(0, FenceOctets).ContainsAnyExcept(Fence));
        Assert.False(fenced.AsSpan(FenceOctets + bound).ContainsAnyExcept(Fence));
        return fenced[FenceOctets..(FenceOctets + written)];
    }

    /// <summary>Compresses messages with one context, and asserts what both decoders make of them.</summary>
    public static byte[][] RoundTrip(int windowBits, int level, params byte[][] messages)
    {
        WindowDeflater deflater = new(windowBits, level);
        Inflater inflater = new(windowBits);
        byte[][] packed = new byte[messages.Length][];
        for (int i = 0; i < messages.Length; i++)
        {
            packed[i] = Deflate(deflater, messages[i]);
            byte[] room = new byte[messages[i].Length + 1];
            InflateStatus status = inflater.Inflate(packed[i], room, out int consumed, out int written);
            Assert.True(
                status == InflateStatus.NeedInput && consumed == packed[i].Length && inflater.EndMessage() == InflateStatus.Done
                    && room.AsSpan(0, written).SequenceEqual(messages[i]),
                $"window {windowBits}, level {level}, message {i} of {messages[i].Length} octets: {status}");
        }

        Assert.True(
            DeflatedMessages.Inflate(packed).AsSpan().SequenceEqual(messages.SelectMany(message => message).ToArray()),
            $"window {windowBits}, level {level}: another decoder reads something else");
        return packed;
    }

    /// <summary>The inflater's kinds, zeros, JSON, and pieces of all of these.</summary>
    public static byte[] Payload(string kind, int length, int seed) => kind switch
    {
        "zeros" => new byte[length],
        "json" => Json(length, new Random(seed)),
        "mixed" => Mixed(length, new Random(seed)),
        _ => InflaterDriver.Payload(kind, length, seed),
    };

    private static byte[] Json(int length, Random random)
    {
        string[] states = ["open", "shipped", "returned", "waiting for payment"];
        string[] words = ["the", "order", "is", "late", "and", "was", "sent", "to", "another", "house", "by", "mistake"];
        StringBuilder text = new("[");
        while (text.Length < length)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{"id":{{random.Next()}},"state":"{{states[random.Next(4)]}}","at":17{{random.Next(100_000_000)}},""");
            text.Append(CultureInfo.InvariantCulture, $$""""note":"{{string.Join(' ', random.GetItems(words, random.Next(3, 12)))}}"},"""");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Mixed(int length, Random random)
    {
        string[] kinds = ["random", "runs", "text", "zeros", "json"];
        List<byte> octets = [];
        while (octets.Count < length)
        {
            octets.AddRange(Payload(kinds[random.Next(kinds.Length)], random.Next(1, 1 << random.Next(1, 14)), random.Next(20)));
        }

        return [.. octets[..length]];
    }
}
