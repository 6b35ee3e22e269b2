namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>A frame's payload as a row states it: octets, or a pattern repeated up to a length. Made when it is sent.</summary>
public sealed class Payload
{
    private readonly byte[] pattern;

    private Payload(byte[] pattern, int length)
    {
        this.pattern = pattern;
        Length = length;
    }

    public static Payload Empty { get; } = new([], 0);

    public int Length { get; }

    /// <summary>The length that the pattern was repeated up to; null for plain octets.</summary>
    public int? RepeatTo => Length == pattern.Length ? null : Length;

    public static Payload Of(byte[] octets) => new(octets, octets.Length);

    public static Payload Text(string text) => Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static Payload Hex(string hex) => Of(Convert.FromHexString(hex));

    public static Payload Fill(byte octet, int length) => new([octet], length);

    public static Payload Repeat(byte[] pattern, int length) => new(pattern, length);

    /// <summary>A close frame's payload: the code, then the reason.</summary>
    public static Payload Close(int code, string reason = "") =>
        Of([(byte)(code >> 8), (byte)code, .. System.Text.Encoding.UTF8.GetBytes(reason)]);

    public byte[] ToArray()
    {
        byte[] octets = new byte[Length];
        CopyTo(octets);
        return octets;
    }

    public void CopyTo(Span<byte> destination)
    {
        Span<byte> rest = destination[..Length];
        if (pattern.Length == 1)
        {
            rest.Fill(pattern[0]);
            return;
        }

        while (!rest.IsEmpty)
        {
            int count = Math.Min(rest.Length, pattern.Length);
            pattern.AsSpan(0, count).CopyTo(rest);
            rest = rest[count..];
        }
    }
}
