using System.Text;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>
/// A frame as a peer may send it, right or wrong, written from RFC 6455 §5.2 alone: the second witness, which shares
/// nothing with the engine's own reader and writer.
/// </summary>
internal sealed record Frame(int Opcode, byte[] Payload)
{
    public bool Fin { get; init; } = true;

    /// <summary>RSV1 to RSV3 as a number: 4 is RSV1.</summary>
    public int Rsv { get; init; }

    /// <summary>Masks where it must not, or does not where it must.</summary>
    public bool WrongMask { get; init; }

    /// <summary>7, 16 or 64 bits of length; 0 for the fewest that do.</summary>
    public int LengthBits { get; init; }

    /// <summary>The length that the header tells, where that is a lie.</summary>
    public ulong? ClaimedOctets { get; init; }

    public Frame More => this with { Fin = false };

    public Frame Compressed => this with { Rsv = 4 };

    public static Frame Text(string text) => new(1, Encoding.UTF8.GetBytes(text));

    public static Frame Text(params byte[] octets) => new(1, octets);

    public static Frame Binary(params byte[] octets) => new(2, octets);

    public static Frame Next(string text) => new(0, Encoding.UTF8.GetBytes(text));

    public static Frame Next(params byte[] octets) => new(0, octets);

    public static Frame Ping(string text = "") => new(9, Encoding.UTF8.GetBytes(text));

    public static Frame Pong(string text = "") => new(10, Encoding.UTF8.GetBytes(text));

    public static Frame Close() => new(8, []);

    public static Frame Close(int code, string reason = "") => new(8, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>The octets on the wire, masked where a frame of this direction must be.</summary>
    public byte[] ToOctets(bool fromClient, uint key)
    {
        List<byte> wire = [(byte)((Fin ? 128 : 0) + (Rsv << 4) + Opcode)];
        bool masked = fromClient != WrongMask;
        ulong length = ClaimedOctets ?? (ulong)Payload.Length;
        int bits = LengthBits != 0 ? LengthBits : length < 126 ? 7 : length < 65536 ? 16 : 64;
        wire.Add((byte)((masked ? 128 : 0) + (bits == 7 ? (int)length : bits == 16 ? 126 : 127)));
        for (int shift = bits - 8; bits > 7 && shift >= 0; shift -= 8)
        {
            wire.Add((byte)(length >> shift));
        }

        byte[] octets = masked ? [(byte)(key >> 24), (byte)(key >> 16), (byte)(key >> 8), (byte)key] : [0, 0, 0, 0];
        if (masked)
        {
            wire.AddRange(octets);
        }

        for (int i = 0; i < Payload.Length; i++)
        {
            wire.Add((byte)(Payload[i] ^ octets[i % 4]));
        }

        return [.. wire];
    }

    /// <summary>Reads the frame at <paramref name="at"/>; null when it is not whole. Fails the test where the engine broke a MUST.</summary>
    public static Frame? Read(ReadOnlySpan<byte> wire, bool fromClient, ref int at)
    {
        ReadOnlySpan<byte> rest = wire[at..];
        if (rest.Length < 2)
        {
            return null;
        }

        int small = rest[1] % 128;
        int extended = small == 126 ? 2 : small == 127 ? 8 : 0;
        bool masked = rest[1] >= 128;
        int header = 2 + extended + (masked ? 4 : 0);
        Assert.Equal(fromClient, masked);
        if (rest.Length < header)
        {
            return null;
        }

        long length = extended == 0 ? small : 0;
        foreach (byte octet in rest.Slice(2, extended))
        {
            length = (length * 256) + octet;
        }

        Assert.True(extended == 0 || length > (extended == 2 ? 125 : 65535), "The engine's length encoding is not minimal.");
        if (rest.Length < header + length)
        {
            return null;
        }

        byte[] payload = rest.Slice(header, (int)length).ToArray();
        for (int i = 0; masked && i < payload.Length; i++)
        {
            payload[i] ^= rest[header - 4 + (i % 4)];
        }

        at += header + payload.Length;
        return new Frame(rest[0] % 16, payload) { Fin = rest[0] >= 128, Rsv = (rest[0] >> 4) % 8 };
    }
}
