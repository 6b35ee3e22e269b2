using System.Diagnostics;
using System.Net;
using Npgsql;

namespace Stratus.Realtime.Cluster.Hosts;

// The machine's PostgreSQL, as a process of our own with a folder of its own. It writes through to the disk like one that
// serves in earnest. PostgreSQL does not run as root: as root it is given to a user that owns nothing else here.

/// <summary>A throwaway PostgreSQL server on loopback. Can be stopped, killed and started again; ends with the test's process.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Ready = "database system is ready to accept connections";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "stratus-postgres-" + Guid.NewGuid().ToString("N"));
    private readonly string? _user = Environment.UserName == "root" ? PostgresProgram.OtherUser : null;
    private Process? _server;
    private Process? _guard;

    public int Port { get; } = FreePorts.Next();

    /// <summary>The process, while it runs.</summary>
    public int Id => _server!.Id;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Database = database,
        Username = "postgres",
    }.ToString();

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = "db" + Guid.NewGuid().ToString("N");
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using NpgsqlCommand command = source.CreateCommand("CREATE DATABASE " + name);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (_user is not null)
        {
            await PostgresProgram.RunAsync("chown", [_user, _folder], Patience);
        }

        await PostgresProgram.RunAsync(
            PostgresProgram.Find("initdb"), ["-D", DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], Patience, _user, _folder);
        await StartAsync();
    }

    /// <summary>Starts it, for the first time or again.</summary>
    public async Task StartAsync()
    {
        // After a kill its children may hold the folder for another moment: then it is tried again.
        Stopwatch tried = Stopwatch.StartNew();
        string log;
        do
        {
            ProcessStartInfo start = PostgresProgram.Start(
                PostgresProgram.Find("postgres"),
                [
                    "-D", DataFolder, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                    "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "lc_messages=C",
                ],
                _user,
                _folder);
            _server = Process.Start(start)!;
            _server.StandardInput.Close();
            _guard = PostgresProgram.Guard(_server.Id, _folder);
            log = await ReadUntilReadyAsync(_server);
            if (log.EndsWith(Ready, StringComparison.Ordinal))
            {
                return;
            }

            await EndAsync();
        }
        while (tried.Elapsed < Patience);

        throw new InvalidOperationException($"PostgreSQL did not start: {log}");
    }

    /// <summary>Ends every connection and stops it: what has been committed is on disk.</summary>
    public async Task StopAsync()
    {
        await PostgresProgram.RunAsync("kill", ["-INT", $"{Id}"], Patience);
        await EndAsync();
    }

    /// <summary>Kills it (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _server!.Kill();
        await EndAsync();
    }

    /// <summary>It does not answer any more, or does again; connections stay.</summary>
    public async Task FreezeAsync(bool isFrozen)
    {
        string signal = isFrozen ? "-STOP" : "-CONT";
        await PostgresProgram.RunAsync("kill", [signal, $"{Id}"], Patience); // no further children from here on
        int[] children = await PostgresProgram.ChildrenAsync(Id);
        await PostgresProgram.RunAsync("sh", ["-c", $"kill {signal} {string.Join(' ', children)} 2>&1 || :"], Patience); // one may have ended meanwhile
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            await PostgresProgram.RunAsync("kill", ["-QUIT", $"{Id}"], Patience);
        }

        await EndAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    // What it logs until it is ready, or has ended; what follows is read by nobody, but read.
    private static async Task<string> ReadUntilReadyAsync(Process server)
    {
        using CancellationTokenSource limit = new(Patience);
        List<string> lines = [];
        while (await server.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(line);
            if (line.EndsWith(Ready, StringComparison.Ordinal))
            {
                _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
                break;
            }
        }

        return string.Join('\n', lines);
    }

    private async Task EndAsync()
    {
        if (_server is { } server)
        {
            using CancellationTokenSource limit = new(Patience);
            await server.WaitForExitAsync(limit.Token);
            server.Dispose();
            _server = null;
        }

        if (_guard is { } guard)
        {
            await guard.StandardInput.WriteLineAsync("over");
            guard.StandardInput.Close();
            await guard.WaitForExitAsync();
            guard.Dispose();
            _guard = null;
        }
    }
}
