using System.Numerics;

namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// Counts of durations, in steps that grow with them: 128 to each power of two, so that what is read is less than 1 % off.
/// Nothing is sampled and nothing is left out.
/// </summary>
internal sealed class Histogram
{
    private const int StepBits = 7;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[(64 - StepBits) * Steps];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Record(long nanoseconds)
    {
        long value = Math.Max(nanoseconds, 0);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    public void Add(Histogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The smallest duration that so many of all do not exceed, in nanoseconds; 0 when nothing was counted.</summary>
    public long Percentile(double share)
    {
        long wanted = Math.Clamp((long)Math.Ceiling(share * Count), 1, Math.Max(Count, 1));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return Math.Min(Highest(i), Max);
            }
        }

        return Max;
    }

    // The steps of values that share their highest bit are side by side; those below two powers are exact.
    private static int IndexOf(long value)
    {
        int shift = Math.Max(BitOperations.Log2((ulong)value) - StepBits, 0);
        return (shift << StepBits) + (int)(value >> shift);
    }

    private static long Highest(int index)
    {
        if (index < 2 * Steps)
        {
            return index;
        }

        int shift = (index >> StepBits) - 1;
        return ((((long)(index & (Steps - 1)) | Steps) + 1) << shift) - 1;
    }
}
