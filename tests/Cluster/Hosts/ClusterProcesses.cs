using System.Globalization;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>A database, silos and edges as processes on the loopback address.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private readonly ClusterSettings _settings;
    private readonly PostgresServer? _database;
    private string _connection = "";
    private readonly string _id = "faults-" + Guid.NewGuid().ToString("N")[..8];
    private readonly List<NodeProcess> _all = [];
    private readonly SiloProcess[] _silos;
    private readonly EdgeProcess[] _edges;
    private readonly int[] _starts;

    private ClusterProcesses(ClusterSettings settings)
    {
        _settings = settings;
        _database = settings.Silos == 0 ? null : new PostgresServer();
        _silos = new SiloProcess[settings.Silos];
        _edges = new EdgeProcess[settings.Edges];
        _starts = new int[settings.Silos + settings.Edges];
    }

    /// <summary>By place: a silo that was started again stands where the old one stood.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>By place; a place keeps its address.</summary>
    public IReadOnlyList<EdgeProcess> Edges => _edges;

    public PostgresServer Database => _database ?? throw new ClusterException("There is no database.");

    /// <summary>What all processes printed last, those that have ended too.</summary>
    public string Output
    {
        get
        {
            lock (_all)
            {
                return string.Concat(_all.Select(static node => node.Output));
            }
        }
    }

    /// <summary>Starts all of it and waits until it is ready.</summary>
    public static async Task<ClusterProcesses> StartAsync(ClusterSettings settings)
    {
        ClusterProcesses cluster = new(settings);
        try
        {
            if (cluster._database is { } database)
            {
                await database.InitializeAsync();
                cluster._connection = await database.CreateDatabaseAsync();
            }

            for (int i = 0; i < settings.Silos; i++)
            {
                await cluster.StartSiloAsync(i);
            }

            for (int i = 0; i < settings.Edges; i++)
            {
                await cluster.StartEdgeAsync(i);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo in a place whose silo has ended.</summary>
    public async Task StartSiloAsync(int place) =>
        _silos[place] = Keep(await SiloProcess.StartAsync(Name("silo", place, ++_starts[place]), [.. ClusterArguments, .. _settings.ChannelArguments]));

    /// <summary>Starts an edge in a place whose edge has ended.</summary>
    public async Task StartEdgeAsync(int place)
    {
        Uri address = _edges[place]?.Address ?? new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        string[] role = _settings.Silos == 0 ? [] : ["--Cluster:Role=Edge", .. ClusterArguments];
        string name = Name("edge", place, ++_starts[_settings.Silos + place]);
        string[] arguments = [.. role, .. _settings.ClientArguments, .. _settings.ChannelArguments];
        _edges[place] = Keep(await EdgeProcess.StartAsync(name, address, _settings.GatewayFault, arguments));
    }

    public async ValueTask DisposeAsync()
    {
        NodeProcess[] all;
        lock (_all)
        {
            all = [.. _all];
        }

        await Task.WhenAll(all.Select(static node => node.DisposeAsync().AsTask()));
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private IEnumerable<string> ClusterArguments =>
    [
        "--Cluster:Id=" + _id,
        "--Cluster:Membership=PostgreSql",
        "--Cluster:PostgreSql:ConnectionString=" + _connection,
        .. _settings.NodeArguments,
    ];

    private static string Name(string kind, int place, int start) => string.Create(CultureInfo.InvariantCulture, $"{kind}{place}-{start}");

    private T Keep<T>(T node)
        where T : NodeProcess
    {
        lock (_all)
        {
            _all.Add(node);
        }

        return node;
    }
}
