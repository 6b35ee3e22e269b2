using System.Diagnostics;
using Stratus.Realtime.Cluster.Faults.Running;

namespace Stratus.Realtime.Cluster.Faults.Injuries;

/// <summary>One fault after the other, each kind once before any comes again; a silo is killed first, however short the run.</summary>
internal sealed class FaultSchedule(RunPlan plan, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Does harm until the time of the plan is over and the last fault is healed.</summary>
    public async Task RunAsync(LoadRun run)
    {
        FaultInjector injector = new(run, _random.Next());
        Queue<FaultKind> next = new();
        Stopwatch clock = Stopwatch.StartNew();
        for (TimeSpan at = plan.FaultInterval / 2; at < plan.Duration; at += plan.FaultInterval)
        {
            if (next.Count == 0)
            {
                bool isFirst = at <= plan.FaultInterval / 2;
                next = new Queue<FaultKind>(Shuffle().OrderBy(kind => isFirst && kind != FaultKind.SiloKilled));
            }

            // A fault that took longer than its time moves all others; two at a time are not what is measured.
            TimeSpan rest = at - clock.Elapsed;
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest);
            }
            else
            {
                at = clock.Elapsed;
            }

            if (at < plan.Duration)
            {
                await injector.InjectAsync(next.Dequeue());
            }
        }

        TimeSpan left = plan.Duration - clock.Elapsed;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        await injector.HealAsync();
    }

    private FaultKind[] Shuffle()
    {
        FaultKind[] kinds = plan.Silos == 0 ? [FaultKind.EdgeKilled, FaultKind.EdgeStopped, FaultKind.EdgePausedLong] : Enum.GetValues<FaultKind>();
        _random.Shuffle(kinds);
        return kinds;
    }
}
