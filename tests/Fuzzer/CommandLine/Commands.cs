using System.Net.Sockets;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>The modes of the command line: arguments in, exit code out.</summary>
public static class Commands
{
    private const string DefaultListen = "ws://127.0.0.1:9001";

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            Arguments arguments = new(args);
            string? mode = arguments.Operand();
            if (arguments.Flag("--help") || mode is null or "help")
            {
                await output.WriteLineAsync(Usage.Text);
                return mode is null && args.Length == 0 ? 2 : 0;
            }

            return mode switch
            {
                "fuzz" => await FuzzAsync(arguments, output),
                "fuzzingclient" => await FuzzingClientAsync(arguments, output),
                "serve" => await ServeAsync(arguments, output),
                "fuzzingserver" => await FuzzingServerAsync(arguments, output),
                _ => throw new BadArgumentException($"\"{mode}\" is no mode: fuzz, fuzzingclient, serve, fuzzingserver or help."),
            };
        }
        catch (BadArgumentException e)
        {
            await error.WriteLineAsync($"{e.Message} (--help tells more)");
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static Task<int> FuzzAsync(Arguments arguments, TextWriter output)
    {
        string url = arguments.Operand() ?? throw new BadArgumentException("fuzz needs a URL, as in: fuzz ws://127.0.0.1:9001/echo");
        string? agent = arguments.Text("--agent");
        return RunClientAsync(arguments, [(url, agent)], new SpecCases(arguments), "reports/servers", output);
    }

    private static Task<int> FuzzingClientAsync(Arguments arguments, TextWriter output)
    {
        SpecFile spec = SpecFile.Read(arguments.Required("--spec"));
        return spec.Servers.Count == 0
            ? throw new BadArgumentException("The spec file names no \"servers\".")
            : RunClientAsync(arguments, spec.Servers, new SpecCases(arguments, spec), spec.OutDir ?? "reports/servers", output);
    }

    private static async Task<int> RunClientAsync(
        Arguments arguments, IReadOnlyList<(string Url, string? Agent)> servers, SpecCases cases, string outdir, TextWriter output)
    {
        bool http2 = arguments.Flag("--http2");
        TrustedRoot? root = Root(arguments.Text("--ca"));
        RunOptions options = new()
        {
            Targets = [.. servers.Select(server => new FuzzTarget(Arguments.Url(server.Url, "The server's URL", "ws", "wss"), server.Agent, http2, root))],
            OutDir = OutDir(arguments, outdir),
            Cases = cases.Rows,
            ExcludeAgentCases = cases.ExcludeAgentCases,
            Parallel = arguments.Number("--parallel", 16, 1, 256),
            Seed = Seed(arguments),
        };
        arguments.End();
        return await new ClientSession(options, output, TimeProvider.System).RunAsync();
    }

    private static Task<int> ServeAsync(Arguments arguments, TextWriter output) =>
        RunServerAsync(arguments, arguments.Text("--listen") ?? DefaultListen, new SpecCases(arguments), "reports/clients", output);

    private static Task<int> FuzzingServerAsync(Arguments arguments, TextWriter output)
    {
        SpecFile spec = SpecFile.Read(arguments.Required("--spec"));
        return RunServerAsync(
            arguments, spec.Url ?? DefaultListen, new SpecCases(arguments, spec), spec.OutDir ?? "reports/clients", output);
    }

    private static async Task<int> RunServerAsync(Arguments arguments, string url, SpecCases cases, string outdir, TextWriter output)
    {
        ServerOptions options = new()
        {
            Url = Arguments.Url(url, "--listen (\"url\" in a spec file)", "ws"),
            OutDir = OutDir(arguments, outdir),
            Cases = [.. cases.Rows.Where(row => row.AppliesIn(Applicability.FuzzerAsServer, Applicability.Http1))],
            ExcludeAgentCases = cases.ExcludeAgentCases,
            Seed = Seed(arguments),
        };
        arguments.End();

        return await new ServerSession(options, output, TimeProvider.System).RunAsync();
    }

    private static string OutDir(Arguments arguments, string fallback) => (arguments.Text("--outdir") ?? fallback) is { Length: > 0 } outdir
        ? outdir : throw new BadArgumentException("--outdir (\"outdir\" in a spec file) is empty; it has to name a directory.");

    private static int Seed(Arguments arguments) =>
        arguments.Number("--seed", Environment.TickCount & int.MaxValue, 0, int.MaxValue);

    private static TrustedRoot? Root(string? path)
    {
        try
        {
            return path is null ? null : TrustedRoot.FromFile(path);
        }
        catch (Exception e) when (e is IOException or System.Security.Cryptography.CryptographicException or UnauthorizedAccessException)
        {
            throw new BadArgumentException($"--ca {path}: {e.Message}");
        }
    }
}
