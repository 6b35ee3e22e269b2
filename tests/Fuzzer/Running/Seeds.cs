namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>One seed for a whole run gives each case a seed of its own, the same whichever cases run beside it.</summary>
public static class Seeds
{
    public static int ForCase(int seed, string id) => unchecked(id.Aggregate(seed, (hash, c) => (hash * 31) + c));
}
