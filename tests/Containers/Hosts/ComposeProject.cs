using System.Globalization;
using System.Net;
using Stratus.Realtime.Containers.Engine;

namespace Stratus.Realtime.Containers.Hosts;

/// <summary>infra/compose/compose.yaml as a project of its own name, on ports that are free.</summary>
internal sealed class ComposeProject : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(90);
    private static readonly string Folder = Path.Combine(Repository.Root(), "infra/compose");

    private readonly IReadOnlyList<string> _words;
    private readonly Dictionary<string, string> _environment;

    private ComposeProject(IReadOnlyList<string> program)
    {
        _words = [.. program, "-p", Leftovers.Name, "-f", Path.Combine(Folder, "compose.yaml")];
        _environment = new(ImageSet.Variables)
        {
            ["STRATUS_HTTP"] = "127.0.0.1:",
            ["STRATUS_TCP"] = "127.0.0.1:",
            ["STRATUS_METRICS"] = "127.0.0.1:",
        };
    }

    /// <summary>The key of the server API, as infra/compose/prepare has made it.</summary>
    public static string ApiKey => File.ReadLines(Path.Combine(Folder, "secrets/edge.env")).First(static line => line.StartsWith("Api__Keys__0=", StringComparison.Ordinal)).Split('=')[1];

    /// <summary>How compose is called here; null when it is not there.</summary>
    public static async Task<IReadOnlyList<string>?> FindAsync()
    {
        foreach (string[] program in new[] { new[] { "docker", "compose" }, ["docker-compose"] })
        {
            (int exitCode, _) = await Command.TryAsync(CallLimit, new Dictionary<string, string>(), [.. program, "version"]);
            if (exitCode == 0)
            {
                return program;
            }
        }

        return null;
    }

    /// <summary>Does what docs/deploy.md says: prepare, up.</summary>
    public static async Task<ComposeProject> UpAsync(IReadOnlyList<string> program)
    {
        ComposeProject project = new(program);
        try
        {
            await Command.RunAsync(CallLimit, new Dictionary<string, string>(), Path.Combine(Folder, "prepare"));
            await Command.RunAsync(StartLimit, project._environment, [.. project._words, "up", "-d"]);
            return project;
        }
        catch (Exception e)
        {
            string logs = await project.LogsAsync();
            await project.DisposeAsync();
            throw new InvalidOperationException($"{e.Message}\n{logs}", e);
        }
    }

    /// <summary>Runs a command of compose.</summary>
    public Task<string> RunAsync(params IReadOnlyList<string> words) => Command.RunAsync(CallLimit, _environment, [.. _words, .. words]);

    /// <summary>Where a port of the balancer is reached.</summary>
    public async Task<IPEndPoint> BalancerAsync(int port) =>
        IPEndPoint.Parse((await RunAsync("port", "balancer", port.ToString(CultureInfo.InvariantCulture))).Trim());

    /// <summary>What the containers printed last.</summary>
    public async Task<string> LogsAsync() => (await Command.TryAsync(CallLimit, _environment, [.. _words, "logs", "--no-color", "--tail=40"])).Output;

    public async ValueTask DisposeAsync() => await Command.TryAsync(CallLimit, _environment, [.. _words, "down", "-v", "--timeout", "20"]);
}
