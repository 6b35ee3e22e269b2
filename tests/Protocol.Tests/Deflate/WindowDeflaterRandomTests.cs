namespace Stratus.Realtime.Protocol.Tests.Deflate;

/// <summary>Seeded random sequences of messages; a failure names its seed and the run.</summary>
public sealed class WindowDeflaterRandomTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["random", "runs", "text", "zeros", "json", "mixed"];

    [Fact]
    public void Deflate_RandomMessagesWindowsAndLevels_InflateToThemselves()
    {
        int seed = FuzzSeed.Next();
        output.WriteLine($"{FuzzSeed.Name}={seed}");
        Random seeds = new(seed);
        for (int run = 0; run < 150; run++)
        {
            Random random = new(seeds.Next());
            try
            {
                byte[][] messages = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ =>
                    WindowDeflaterDriver.Payload(Kinds[random.Next(Kinds.Length)], random.Next(1 << random.Next(18)), random.Next(8)))];
                WindowDeflaterDriver.RoundTrip(random.Next(8, 16), random.Next(1, 10), messages);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{FuzzSeed.Name}={seed}, run {run}: {e.Message}", e);
            }
        }
    }
}
