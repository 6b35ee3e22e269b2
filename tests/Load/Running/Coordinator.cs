using System.Globalization;
using Stratus.Realtime.Load.CommandLine;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Net;

namespace Stratus.Realtime.Load.Running;

/// <summary>Leads a run through its phases, and looks at the clock and at the server's process meanwhile.</summary>
internal sealed class Coordinator(RunOptions options, Target target, ServerProcess? server, Scenario scenario, Course course)
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_openingPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(10);
    private static readonly HashSet<int> s_toolCores = ProcFile.AllowedCores(File.ReadAllText("/proc/self/status"));

    private readonly Memory _memory = new();
    private Opening? _opening;

    public Measurement Run()
    {
        _memory.Empty = Resident();
        EventLoop[] loops = new EventLoop[options.Threads];
        for (int i = 0; i < loops.Length; i++)
        {
            loops[i] = new EventLoop(i, loops, scenario, course, target, target.SourcesFor(scenario.Connections, options.Sources));
        }

        List<Thread> threads = [.. loops.Select(loop => new Thread(loop.Run) { IsBackground = true, Name = "load" })];
        threads.ForEach(thread => thread.Start());
        CpuUse? cpu = null;
        Tally total = new();
        try
        {
            if (TryOpen(total))
            {
                cpu = Measure(loops);
            }
        }
        finally
        {
            course.Phase = Phase.Closing;
            threads.ForEach(thread => thread.Join());
            Array.ForEach(loops, loop => loop.Dispose());
        }

        if (course.Fault is { } fault)
        {
            throw new LoopException(fault);
        }

        Array.ForEach(loops, loop => total.Add(loop.Tally));
        return new Measurement(total, course.Window, _memory, cpu, _opening, course.Ready);
    }

    private bool TryOpen(Tally total)
    {
        bool isOpen = TryOpenFirst() && TryOpenRest();
        if (!isOpen && course.Failed == 0 && course.Fault is null)
        {
            total.Faults.Connection(string.Create(CultureInfo.InvariantCulture,
                $"only {course.Ready} of {scenario.Connections} connections became ready, none within {s_openingPause.TotalSeconds} s"));
        }

        Thread.Sleep(s_settle);
        return isOpen;
    }

    private bool TryOpenFirst()
    {
        if (options.FirstConnections is not { } first || first >= scenario.Connections)
        {
            return true;
        }

        if (!TryOpen(first))
        {
            return false;
        }

        Thread.Sleep(s_settle);
        _memory.FirstConnections = first;
        _memory.First = Resident();
        return true;
    }

    private bool TryOpenRest()
    {
        HashSet<int> cores = Cores();
        int before = course.Ready;
        CpuSample from = CpuSample.Take(server, cores);
        bool isOpen = TryOpen(scenario.Connections);
        if (isOpen && course.Ready > before)
        {
            CpuSample until = CpuSample.Take(server, cores) with { Time = course.ReadyAt };
            _opening = new Opening(course.Ready - before, Use(from, until, cores));
        }

        return isOpen;
    }

    // Gives up when one has failed, or when no more become ready.
    private bool TryOpen(int count)
    {
        course.OpenLimit = count;
        int before = course.Ready;
        long patience = Clock.Now + s_openingPause.Nanoseconds();
        while (course.Ready < count)
        {
            Thread.Sleep(s_step);
            if (course.Failed > 0 || course.Fault is not null || Clock.Now > patience)
            {
                return false;
            }

            if (course.Ready != before)
            {
                before = course.Ready;
                patience = Clock.Now + s_openingPause.Nanoseconds();
            }
        }

        return true;
    }

    private CpuUse Measure(EventLoop[] loops)
    {
        HashSet<int> cores = Cores();
        course.Begin(Clock.Now + s_step.Nanoseconds(), options.Warmup, options.Duration);
        SleepUntil(course.Window.From);
        server?.ResetPeak();
        CpuSample from = CpuSample.Take(server, cores);
        SleepUntil(course.Window.Until);
        CpuSample until = CpuSample.Take(server, cores);
        _memory.AtEnd = Resident();
        _memory.Peak = server?.PeakOctets() ?? 0;

        Drain(loops);
        return Use(from, until, cores);
    }

    private HashSet<int> Cores() => [.. s_toolCores, .. server?.AllowedCores ?? s_toolCores];

    private CpuUse Use(CpuSample from, CpuSample until, HashSet<int> cores) =>
        new(from, until, server?.Cores ?? 1, Math.Min(options.Threads, s_toolCores.Count), cores.Count);

    // The server's memory, without garbage where that is asked for.
    private long Resident()
    {
        if (options.Collects && server is not null)
        {
            if (!server.TryCollect())
            {
                throw new BadArgumentException("--collect: the server is no .NET process, or its diagnostic port is closed.");
            }

            Thread.Sleep(s_settle);
        }

        return server?.ResidentOctets() ?? 0;
    }

    // What is under way may take its time as long as something arrives.
    private void Drain(EventLoop[] loops)
    {
        course.Phase = Phase.Draining;
        long delivered = -1;
        long patience = 0;
        while (course.Fault is null)
        {
            long before = delivered;
            delivered = loops.Sum(loop => loop.Tally.Delivered);
            patience = delivered == before ? patience : Clock.Now + options.Drain.Nanoseconds();
            if (delivered >= loops.Sum(loop => loop.Tally.Expected) || Clock.Now > patience)
            {
                return;
            }

            Thread.Sleep(s_step);
        }
    }

    private void SleepUntil(long time)
    {
        while (time - Clock.Now is long left and > 0 && course.Fault is null)
        {
            Thread.Sleep((int)Math.Min((left / Clock.Millisecond) + 1, 50));
        }
    }
}
