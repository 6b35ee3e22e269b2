using System.Collections.Concurrent;
using System.Diagnostics;

namespace Stratus.Realtime.Cluster.Hosts;

// PR_SET_PDEATHSIG: the signal comes when the thread that forked ends, not when its process does (prctl(2)). Threads of the pool
// come and go, so everything is started on one thread that lives as long as the tests.

/// <summary>Starts processes that end when this one does, however it ends.</summary>
internal static class ProcessLauncher
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Queue = [];
    private static readonly Lazy<Thread> Launcher = new(static () =>
    {
        Thread thread = new(Launch) { IsBackground = true, Name = "process launcher" };
        thread.Start();
        return thread;
    });

    /// <summary>Starts a program with its output redirected.</summary>
    public static async Task<Process> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new("setpriv", ["--pdeathsig", "KILL", program, .. arguments]) // of util-linux
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _ = Launcher.Value;
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add((start, started));
        return await started.Task;
    }

    private static void Launch()
    {
        foreach ((ProcessStartInfo start, TaskCompletionSource<Process> started) in Queue.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
