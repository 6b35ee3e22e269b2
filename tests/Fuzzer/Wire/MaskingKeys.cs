namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>Masking keys from a seed: the same run again sends the same octets.</summary>
public sealed class MaskingKeys(int seed)
{
    private readonly Random random = new(seed);

    public uint Next() => (uint)random.NextInt64(1L << 32);

    /// <summary>Octets for a Sec-WebSocket-Key.</summary>
    public byte[] Nonce()
    {
        byte[] nonce = new byte[16];
        random.NextBytes(nonce);
        return nonce;
    }
}
