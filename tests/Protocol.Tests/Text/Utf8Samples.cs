namespace Stratus.Realtime.Protocol.Tests.Text;

/// <summary>Octets to validate: the places where the grammar turns, and text made of them.</summary>
internal static class Utf8Samples
{
    /// <summary>One octet of each kind that RFC 3629 §4 tells apart.</summary>
    public static ReadOnlySpan<byte> Kinds => [0x41, 0x85, 0x95, 0xA5, 0xC1, 0xD5, 0xE0, 0xE5, 0xED, 0xEE, 0xF0, 0xF2, 0xF4, 0xF8];

    /// <summary>The first and the last octet of each kind.</summary>
    public static ReadOnlySpan<byte> Edges =>
        [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];

    /// <summary>Edges in an order that is right, but for about one octet in <paramref name="octetsPerError"/>.</summary>
    public static byte[] NearlyText(Random random, int length, int octetsPerError)
    {
        byte[] octets = new byte[length];
        int state = 0;
        for (int i = 0; i < length; i++)
        {
            byte octet = Edges[random.Next(Edges.Length)];
            for (int tries = 0; tries < 200 && Utf8Automaton.Next(state, octet) < 0; tries++)
            {
                octet = Edges[random.Next(Edges.Length)];
            }

            octets[i] = random.Next(octetsPerError) == 0 ? Edges[random.Next(Edges.Length)] : octet;
            state = Math.Max(0, Utf8Automaton.Next(state, octets[i]));
        }

        return octets;
    }

    /// <summary>The same with runs of ASCII between, as long as vectors.</summary>
    public static byte[] NearlyTextWithRuns(Random random, int length, int octetsPerError)
    {
        byte[] octets = new byte[length];
        octets.AsSpan().Fill((byte)'a');
        for (int at = random.Next(100); at < length; at += random.Next(200))
        {
            byte[] text = NearlyText(random, random.Next(Math.Min(100, length - at) + 1), octetsPerError);
            text.CopyTo(octets, at);
            at += text.Length;
        }

        return octets;
    }
}
