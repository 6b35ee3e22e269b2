namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>
/// A 64-bit linear congruential generator with a mixed output: the corpora must be the same everywhere and forever,
/// which the runtime does not promise of its own generator.
/// </summary>
internal sealed class SeededSource(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 up to, but not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Fill(Span<byte> octets)
    {
        foreach (ref byte octet in octets)
        {
            octet = (byte)(Next() >> 56);
        }
    }

    private ulong Next()
    {
        state = (state * 0xd1342543de82ef95) + 0x2545f4914f6cdd1d;
        ulong mixed = state ^ (state >> 29);
        mixed *= 0x9fb21c651e98df25;
        return mixed ^ (mixed >> 32);
    }
}
