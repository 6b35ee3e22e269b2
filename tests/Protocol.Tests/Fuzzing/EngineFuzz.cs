using System.Diagnostics;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>
/// Random scripts on three engines that get them whole, octet by octet and at random splits: they must tell and send the
/// same, tell what the script foresees, and stay within their memory.
/// </summary>
internal sealed class EngineFuzz(int seed)
{
    /// <summary>
    /// What one engine may allocate for one script whose limits are at most 5,000 octets: the largest window (32 KiB), the tables
    /// of an inflater (8 KiB), what a deflater keeps, the engine itself, and arrays that a pool had none of.
    /// </summary>
    public static readonly long MaxAllocatedOctets = (96 << 10) + WindowDeflater.MemoryOctets(windowBits: 15);

    private readonly FuzzRun _whole = new();
    private readonly FuzzRun _octets = new();
    private readonly FuzzRun _splits = new();

    public FuzzStatistics Statistics { get; } = new(seed);

    /// <summary>Runs until the time is over.</summary>
    public FuzzStatistics Run(TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        Random seeds = new(seed);
        while (clock.Elapsed < duration)
        {
            RunOne(seeds.Next());
        }

        Statistics.Elapsed = clock.Elapsed;
        return Statistics;
    }

    /// <summary>Runs one script: a failure names the seed to give here.</summary>
    public void RunOne(int scriptSeed)
    {
        try
        {
            Run(FuzzGenerator.Make(scriptSeed), scriptSeed);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Script seed {scriptSeed} (of {FuzzSeed.Name}={seed}): {e.Message}", e);
        }
    }

    /// <summary>Runs a script of the caller's; the seed is for the random splits.</summary>
    public void Run(FuzzScript script, int splitSeed)
    {
        Random random = new(splitSeed);
        _whole.Execute(script, int.MaxValue, null, reserves: true);
        _octets.Execute(script, 1, null, reserves: false);
        _splits.Execute(script, 1 << random.Next(1, 12), random, reserves: (splitSeed & 1) != 0);
        AssertSame(_whole, _octets, "octets");
        AssertSame(_whole, _splits, "random splits");
        AssertForeseen(script);
        Count(script);
    }

    private static void AssertSame(FuzzRun whole, FuzzRun other, string name)
    {
        for (int i = 0; i < Math.Max(whole.Events.Count, other.Events.Count); i++)
        {
            Assert.True(i < whole.Events.Count && i < other.Events.Count && whole.Events[i] == other.Events[i],
                $"event {i}: {At(whole, i)} when whole, {At(other, i)} by {name}");
        }

        Assert.True(whole.Output.SequenceEqual(other.Output), $"other octets were sent by {name}");
        Assert.Equal((whole.End, whole.State), (other.End, other.State));

        static string At(FuzzRun run, int i) => i < run.Events.Count ? run.Events[i].ToString() : "nothing";
    }

    private void AssertForeseen(FuzzScript script)
    {
        foreach (FuzzRun run in (ReadOnlySpan<FuzzRun>)[_whole, _octets, _splits])
        {
            Assert.True(run.AllocatedOctets <= MaxAllocatedOctets, $"{run.AllocatedOctets} octets allocated");
        }

        Assert.Equal(ConnectionState.Closed, _whole.State);
        if (!script.IsForeseen)
        {
            return;
        }

        Assert.Equal(script.Rule, _whole.End.Rule);
        int at = 0;
        foreach (FuzzEvent e in _whole.Events)
        {
            if (e.Tag == 'm')
            {
                Assert.True(at < script.Messages.Count && e == script.Messages[at], $"message {at} is {e}");
                at++;
            }
        }

        Assert.Equal(script.Messages.Count, at);
    }

    private void Count(FuzzScript script)
    {
        Statistics.Scripts++;
        Statistics.Octets += script.Count;
        // Only what was compared with what the peer meant to send is called good.
        Statistics.GoodMessages += script.IsForeseen ? script.Messages.Count : 0;
        Statistics.OtherMessages += script.IsForeseen ? 0 : _whole.Events.Count(e => e.Tag == 'm');
        foreach (FuzzEvent e in _whole.Events.Where(e => e.Tag == 'f'))
        {
            Statistics.Rules[e.Value]++;
        }

        foreach (FuzzRun run in (ReadOnlySpan<FuzzRun>)[_whole, _octets, _splits])
        {
            Statistics.AllocatedOctets += run.AllocatedOctets;
            Statistics.MostAllocatedOctets = Math.Max(Statistics.MostAllocatedOctets, run.AllocatedOctets);
        }
    }
}
