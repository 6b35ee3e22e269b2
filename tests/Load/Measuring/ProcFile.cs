using System.Globalization;

namespace Stratus.Realtime.Load.Measuring;

/// <summary>Reads the texts of /proc.</summary>
internal static class ProcFile
{
    // Always 100 on Linux: what /proc counts in does not depend on the kernel's own tick.
    private const double TicksPerSecond = 100;

    /// <summary>User and system seconds, out of /proc/PID/stat. The name in it may hold blanks and brackets.</summary>
    public static (double User, double System) CpuSeconds(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) / TicksPerSecond, Number(fields[12]) / TicksPerSecond);
    }

    /// <summary>A size out of /proc/PID/status, such as VmRSS.</summary>
    public static long Octets(string status, string name) =>
        Field(status, name) is { } value ? Number(value.Split(' ')[0]) * 1024 : 0;

    /// <summary>The processors that a process may run on, out of /proc/PID/status.</summary>
    public static HashSet<int> AllowedCores(string status)
    {
        HashSet<int> cores = [];
        foreach (string range in (Field(status, "Cpus_allowed_list") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            for (int core = (int)Number(ends[0]); core <= Number(ends[^1]); core++)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    /// <summary>The seconds that some processors have worked, for anyone, out of /proc/stat.</summary>
    public static double BusySeconds(string stat, IReadOnlySet<int> cores) => stat.Split('\n')
        .Select(line => line.Split(' '))
        .Where(fields => fields[0].StartsWith("cpu", StringComparison.Ordinal)
            && int.TryParse(fields[0].AsSpan(3), CultureInfo.InvariantCulture, out int core) && cores.Contains(core))
        // user, nice, system, irq, softirq
        .Sum(fields => (Number(fields[1]) + Number(fields[2]) + Number(fields[3]) + Number(fields[6]) + Number(fields[7])) / TicksPerSecond);

    private static string? Field(string status, string name) => status.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
