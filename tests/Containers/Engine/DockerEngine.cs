using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization;

namespace Stratus.Realtime.Containers.Engine;

// Testcontainers reads its variables when it is first touched, and takes an engine that is too old for its own API version for none.
// So the engine is asked here first, without a version in the path, and what an old one needs is set.

/// <summary>The Docker engine of this machine.</summary>
/// <param name="Version">Its version.</param>
/// <param name="ApiVersion">The newest version of its API.</param>
internal sealed record DockerEngine([property: JsonPropertyName("Version")] string Version, [property: JsonPropertyName("ApiVersion")] string ApiVersion)
{
    private const string HostVariable = "DOCKER_HOST";
    private const string UnixScheme = "unix://";

    // What Testcontainers 4.15 speaks when nothing is said.
    private static readonly Version OwnApi = new(1, 44);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Finds it.</summary>
    /// <returns>The engine, or why there is none.</returns>
    public static async Task<(DockerEngine? Engine, string Why)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } host)
        {
            return await AskAsync(host);
        }

        string[] sockets = [.. Sockets().Where(File.Exists)];
        if (sockets.Length == 0)
        {
            return (null, $"There is no Docker engine here: neither {HostVariable} nor one of {string.Join(", ", Sockets())}.");
        }

        string why = "";
        foreach (string socket in sockets)
        {
            (DockerEngine? engine, why) = await AskAsync(UnixScheme + socket);
            if (engine is not null)
            {
                // The scripts, docker-compose and Testcontainers are to mean the same one.
                Environment.SetEnvironmentVariable(HostVariable, UnixScheme + socket);
                return (engine, why);
            }
        }

        return (null, why);
    }

    private static IEnumerable<string> Sockets()
    {
        yield return "/var/run/docker.sock";
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return Path.Combine(runtime, "docker.sock");
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".docker", "run", "docker.sock");
        yield return Path.Combine(home, ".docker", "desktop", "docker.sock");
    }

    private static async Task<(DockerEngine? Engine, string Why)> AskAsync(string host)
    {
        if (host.StartsWith(UnixScheme, StringComparison.Ordinal) && !File.Exists(host[UnixScheme.Length..]))
        {
            return (null, $"There is no Docker engine at {host}: no such socket.");
        }

        try
        {
            using HttpClient http = Open(host);
            DockerEngine engine = await http.GetFromJsonAsync<DockerEngine>(new Uri("/version", UriKind.Relative))
                ?? throw new HttpRequestException("an empty answer");
            SetWhatIsNeeded(engine);
            return (engine, "");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException or UriFormatException or NotSupportedException)
        {
            return (null, $"No Docker engine answers at {host}: {e.Message}");
        }
    }

    private static HttpClient Open(string host)
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        Uri address = new(host.Replace("tcp://", "http://", StringComparison.Ordinal));
        if (host.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            UnixDomainSocketEndPoint endpoint = new(host[UnixScheme.Length..]);
            handler.ConnectCallback = async (_, cancellation) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(endpoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
            address = new Uri("http://engine");
        }

        return new HttpClient(handler) { BaseAddress = address, Timeout = Patience, DefaultRequestVersion = HttpVersion.Version11 };
    }

    private static void SetWhatIsNeeded(DockerEngine engine)
    {
        if (System.Version.TryParse(engine.ApiVersion, out Version? api) && api < OwnApi)
        {
            SetDefault("DOCKER_API_VERSION", engine.ApiVersion);
            SetDefault("TESTCONTAINERS_RYUK_DISABLED", "true"); // what is left over is removed by the next run: Leftovers
        }
    }

    private static void SetDefault(string variable, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
