using Stratus.Realtime.Fuzzer.Compression;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>Compressed payloads made by hand or glued together, for rows that need a shape which no deflater makes by itself.</summary>
internal static class Shapes
{
    /// <summary>"Hello" as the one fixed-Huffman block of RFC 7692 §7.2.3.1.</summary>
    public static readonly byte[] Hello = Convert.FromHexString("F248CDC9C90700");

    /// <summary>"Hello" as a reference to the message before it (RFC 7692 §7.2.3.2).</summary>
    public static readonly byte[] HelloAgain = Convert.FromHexString("F200110000");

    /// <summary>"Hello" in a stored block (RFC 7692 §7.2.3.3).</summary>
    public static readonly byte[] StoredHello = Convert.FromHexString("000500FAFF48656C6C6F00");

    /// <summary>"Hello" in a block with BFINAL set, and the octet that must follow it (RFC 7692 §7.2.3.4).</summary>
    public static readonly byte[] FinalHello = Convert.FromHexString("F348CDC9C9070000");

    /// <summary>"Hello" in two blocks (RFC 7692 §7.2.3.5).</summary>
    public static readonly byte[] TwoBlockHello = Convert.FromHexString("F24805000000FFFFCAC9C90700");

    /// <summary>The four octets between two parts that were flushed one after the other, which only the last part leaves out.</summary>
    public static readonly byte[] FlushTail = [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>A frame with RSV1 of a part of the compressed "Hello".</summary>
    public static FrameSpec CompressedHello(Range part, bool fin) => Compressed(Hello[part], fin);

    /// <summary>A text frame with RSV1 and these octets as they are.</summary>
    public static FrameSpec Compressed(byte[] octets, bool fin = true) => new() { Opcode = 1, Fin = fin, Rsv = 4, Payload = Payload.Of(octets) };

    /// <summary>Zeros whose compressed form is about a thousandth: the same flushed mebibyte over and over.</summary>
    public static byte[] Bomb(int mebibytes)
    {
        // The distances stay within 256 octets, so that the shape holds for every window that a peer may ask for.
        Deflater deflater = new(8);
        byte[] zeros = new byte[1 << 20];
        byte[] first = deflater.Message(zeros);
        byte[] repeated = deflater.Message(zeros);
        using MemoryStream bomb = new();
        bomb.Write(first);
        for (int i = 1; i < mebibytes; i++)
        {
            bomb.Write(FlushTail);
            bomb.Write(repeated);
        }

        return bomb.ToArray();
    }

    /// <summary>Octets without pattern: nothing in them can be referred back to.</summary>
    public static byte[] Noise(int length, int seed)
    {
        byte[] octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return octets;
    }
}
