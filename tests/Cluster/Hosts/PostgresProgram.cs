using System.Diagnostics;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>The programs of the machine's PostgreSQL.</summary>
internal static class PostgresProgram
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>Whom to give the server to, where the tests run as root: the package's own user, or nobody.</summary>
    public static string OtherUser { get; } =
        File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    /// <summary>Where a program is: on the PATH, or where Debian puts the newest.</summary>
    public static string Find(string program)
    {
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        IEnumerable<string> debian = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder).OrderByDescending(static folder => Path.GetFileName(folder), StringComparer.Ordinal).Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return path.Concat(debian).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"'{program}' of PostgreSQL was not found: infra/setup-postgres installs it.");
    }

    /// <summary>How to start a program, as another user if one is given, in a folder of that user.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string? user, string? folder)
    {
        string[] command = user is null
            ? [program, .. arguments]
            : ["setpriv", $"--reuid={user}", $"--regid={Group(user)}", "--clear-groups", program, .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    public static async Task RunAsync(string program, string[] arguments, TimeSpan patience, string? user = null, string? folder = null)
    {
        ProcessStartInfo start = Start(program, arguments, user, folder);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(patience);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        string error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}: {error}{await output}");
        }
    }

    /// <summary>The children of a process.</summary>
    public static async Task<int[]> ChildrenAsync(int id)
    {
        string text = await File.ReadAllTextAsync($"/proc/{id}/task/{id}/children");
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    /// <summary>A process that ends the server and removes its folder when its input ends without a word: the test's process has died.</summary>
    public static Process Guard(int server, string folder) =>
        Process.Start(new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; read -r word || { kill -QUIT \"$0\"; sleep 2; kill -KILL \"$0\"; rm -rf \"$1\"; }", $"{server}", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;

    private static string Group(string user) => user == "nobody" ? "nogroup" : user;
}
