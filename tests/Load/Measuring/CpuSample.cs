namespace Stratus.Realtime.Load.Measuring;

/// <summary>Processor time at one moment: the server's, the tool's, and everyone's on the processors of both.</summary>
internal sealed record CpuSample(long Time, double ServerUser, double ServerSystem, double Tool, double Everyone)
{
    public static CpuSample Take(ServerProcess? server, IReadOnlySet<int> cores)
    {
        (double user, double system) = server?.CpuSeconds() ?? default;
        double everyone = ProcFile.BusySeconds(File.ReadAllText("/proc/stat"), cores);
        return new CpuSample(Clock.Now, user, system, Environment.CpuUsage.TotalTime.TotalSeconds, everyone);
    }
}
