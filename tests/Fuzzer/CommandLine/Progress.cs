using Stratus.Realtime.Fuzzer.Reports;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>How far a run is: one line that changes on a terminal, a line now and then elsewhere.</summary>
internal sealed class Progress(int total, TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsOutputRedirected;
    private readonly long start = clock.GetTimestamp();
    private long lastLine = clock.GetTimestamp();
    private int done;
    private int fellShort;

    public void Done(CaseSummary summary)
    {
        lock (gate)
        {
            done++;
            fellShort += summary.IsGood ? 0 : 1;
            if (terminal)
            {
                // Back to the line's beginning, and clear what was longer.
                output.Write($"\r{Line()}  {summary.Id}\u001b[K");
            }
            else if (clock.GetElapsedTime(lastLine) >= s_pause)
            {
                lastLine = clock.GetTimestamp();
                output.WriteLine(Line());
            }
        }
    }

    public void End()
    {
        lock (gate)
        {
            output.WriteLine(terminal ? $"\r{Line()}\u001b[K" : Line());
        }
    }

    private string Line() => $"{done}/{total} cases, {fellShort} fell short, {clock.GetElapsedTime(start).TotalSeconds:0} s";
}
