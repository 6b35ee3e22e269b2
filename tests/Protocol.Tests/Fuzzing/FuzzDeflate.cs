using System.Text;
using Stratus.Realtime.Protocol.Tests.Deflate;
using Stratus.Realtime.Protocol.Tests.Engine;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>A message and its compressed form.</summary>
internal readonly record struct FuzzPacked(MessageKind Kind, byte[] Plain, byte[] Packed);

/// <summary>Compressed messages, made once: compressing in the loop would be most of its time.</summary>
internal static class FuzzDeflate
{
    /// <summary>Chains of messages that refer to those before, up to 12 each.</summary>
    public static FuzzPacked[][] Chains { get; } = [.. Enumerable.Range(1, 80).Select(Chain)];

    /// <summary>Compressed streams that cannot be inflated.</summary>
    public static byte[][] Broken { get; } =
    [
        [0x07, 0x00],                   // block type 3
        [0x00, 0x05, 0x00, 0x05, 0x00], // LEN and NLEN
        [0xF2, 0x48, 0xCD],             // cut short
        [0xFD, 0xFF, 0xFF],             // 286 literals and more
        [0x04, 0x00, 0xFE, 0xFF],       // lengths that make no code
        [],                             // not even a block
    ];

    /// <summary>Text that stops being UTF-8 in its middle.</summary>
    public static byte[][] NotText { get; } = [.. Enumerable.Range(0, 20).Select(i => DeflatedMessages.Make([.. Text(30 * i, i), 0xC3, 0x28, .. Text(10, i)]))];

    /// <summary>That many zeros, compressed.</summary>
    public static byte[] Zeros(int octets) => DeflatedMessages.Make(new byte[octets]);

    public static byte[] Text(int octets, int seed)
    {
        Random random = new(seed);
        StringBuilder text = new();
        string[] words = ["channel ", "offset", "é", "中", "😀", "0123456789", "\0", "\uFFFD", "ž"];
        while (Encoding.UTF8.GetByteCount(text.ToString()) < octets)
        {
            text.Append(words[random.Next(words.Length)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static FuzzPacked[] Chain(int seed)
    {
        Random random = new(seed);
        int most = 1 << random.Next(3, 12);
        (MessageKind Kind, byte[] Plain)[] messages = [.. Enumerable.Range(0, 12).Select(i => random.Next(2) == 0
            ? (MessageKind.Text, Text(random.Next(most), random.Next(4)))
            : (MessageKind.Binary, InflaterDriver.Payload(random.Next(2) == 0 ? "runs" : "random", random.Next(most), random.Next(4))))];
        byte[][] packed = DeflatedMessages.Chain([.. messages.Select(message => message.Plain)]);
        return [.. messages.Select((message, i) => new FuzzPacked(message.Kind, message.Plain, packed[i]))];
    }
}
