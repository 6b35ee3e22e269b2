using System.Globalization;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// The engine's budget as a check with an exit code: at most half the CPU of System.Net.WebSockets an echoed message, and no
/// allocation. CPU time, not the wall's, in short rounds of A and B in turn, so that a busy machine disturbs both alike; medians.
/// </summary>
internal static class Gate
{
    private const double MaxRatio = 0.5;
    private const int Rounds = 21;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);

    public static int Run()
    {
        Console.WriteLine("Echo through the engine beside System.Net.WebSockets, CPU time a message:");
        bool passed = Passes(EchoShape.Text64) & Passes(EchoShape.Text16K);
        Console.WriteLine(passed ? "Passed." : $"Failed: the ratio is to be at most {MaxRatio.ToString(CultureInfo.InvariantCulture)}, and nothing may be allocated.");
        return passed ? 0 : 1;
    }

    private static bool Passes(EchoShape shape)
    {
        EchoInput input = EchoInput.Create(shape);
        EchoPair.Check(input);
        using SystemEcho system = new(input);
        using EngineEcho engine = new(input);
        WarmUp(system);
        WarmUp(engine);
        int systemCalls = CallsIn(system, RoundTime);
        int engineCalls = CallsIn(engine, RoundTime);
        long allocated = AllocatedOctets(engine, engineCalls);

        double[] theirs = new double[Rounds];
        double[] ours = new double[Rounds];
        double[] ratios = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            theirs[i] = NanosecondsPerCall(system, systemCalls);
            ours[i] = NanosecondsPerCall(engine, engineCalls);
            ratios[i] = ours[i] / theirs[i];
        }

        double ratio = Median(ratios);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {shape,-8}  ratio {ratio:F3}   engine {Median(ours):F0} ns, System.Net.WebSockets {Median(theirs):F0} ns   {(double)allocated / engineCalls:0.###} octets allocated a message"));
        return ratio <= MaxRatio && allocated == 0;
    }

    // Long enough for the tiers of compilation to end, which happens in the background.
    private static void WarmUp(IEcho echo)
    {
        TimeSpan end = Cpu() + WarmUpTime;
        while (Cpu() < end)
        {
            Repeat(echo, 1_000);
        }
    }

    private static int CallsIn(IEcho echo, TimeSpan time)
    {
        const int Sample = 5_000;
        return Math.Max(1, (int)(time.TotalNanoseconds / NanosecondsPerCall(echo, Sample)));
    }

    private static double NanosecondsPerCall(IEcho echo, int calls)
    {
        TimeSpan start = Cpu();
        Repeat(echo, calls);
        return Math.Max(1, (Cpu() - start).TotalNanoseconds) / calls;
    }

    private static long AllocatedOctets(IEcho echo, int calls)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(echo, calls);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(IEcho echo, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            echo.Next();
        }
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
