namespace Stratus.Realtime.Channels.Tests.Hosts;

/// <summary>Seeds of random tests, printed.</summary>
internal static class Seed
{
    public static int Next()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{FuzzSeed.Name}={seed}");
        return seed;
    }
}
