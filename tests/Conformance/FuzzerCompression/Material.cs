namespace Stratus.Realtime.Conformance.FuzzerCompression;

/// <summary>Octets of many kinds, from a seeded generator.</summary>
internal static class Material
{
    private const int Kinds = 7;

    public static byte[] Some(Random random)
    {
        int length = random.Next(8) switch
        {
            0 => 0,
            1 => random.Next(1, 5),
            < 6 => random.Next(3000),
            _ => random.Next(90_000),
        };
        byte[] octets = new byte[length];
        int kind = random.Next(Kinds);
        for (int at = 0; at < length; at++)
        {
            octets[at] = kind switch
            {
                0 => (byte)random.Next(256),
                1 => 0,
                2 => (byte)(random.Next(2) * 0x55),
                3 => (byte)(at % 7),
                4 => (byte)"etaoin shrdlu\n"[random.Next(14)],
                // Few octets are frequent, many rare: long codes.
                5 => (byte)Math.Min(255, -Math.Log(1 - random.NextDouble()) * 20),
                _ => at > 300 && random.Next(50) != 0 ? octets[at - 1 - (at / 50 * 37 % 300)] : (byte)random.Next(256),
            };
        }

        return octets;
    }
}
