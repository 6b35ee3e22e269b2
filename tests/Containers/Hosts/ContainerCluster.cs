using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;
using Stratus.Realtime.Containers.Engine;

namespace Stratus.Realtime.Containers.Hosts;

// What infra/compose/compose.yaml has, made by Testcontainers: so that any number of runs fit on a machine (its own network, ports
// that are free), single containers can be killed and started again, and edges are reached past the balancer. The compose file
// itself is proved by ComposeTests.

/// <summary>Two silos, two edges, PostgreSQL and the balancer, as containers.</summary>
internal sealed class ContainerCluster : IAsyncDisposable
{
    /// <summary>HTTP: of an edge, and of the balancer.</summary>
    public const int HttpPort = 8080;

    /// <summary>The balancer's port that passes octets as they are.</summary>
    public const int TcpPort = 8081;

    /// <summary>The balancer's own pages.</summary>
    public const int BalancerPort = 8404;

    private const int LogLines = 60;
    private const long MaxMemory = 1L << 30;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly IDockerClient _docker;
    private readonly INetwork _network;
    private readonly Node _postgres;

    private ContainerCluster(IDockerClient docker)
    {
        _docker = docker;
        _network = new NetworkBuilder().WithLabel(Leftovers.Labels).Build();
        _postgres = Make("postgres", ImageSet.Postgres, ClusterSettings.Database, isReadOnly: false, static container =>
            container.WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(["pg_isready", "-q", "-h", "127.0.0.1"], Bounded)));
        Silos = [.. Names("silo").Select(name => Make(name, ImageSet.Silo, ClusterSettings.Silo, isReadOnly: true, ReadyAt("/readyz", HttpPort)))];
        Edges = [.. Names("edge").Select(name => Make(name, ImageSet.Edge, ClusterSettings.Edge, isReadOnly: true, ReadyAt("/readyz", HttpPort)))];
        Balancer = Make("balancer", ImageSet.Balancer, new Dictionary<string, string>(), isReadOnly: true, static container =>
            ReadyAt("/healthz", BalancerPort)(container.WithPortBinding(HttpPort, true).WithPortBinding(TcpPort, true)));
    }

    public IReadOnlyList<Node> Silos { get; }

    public IReadOnlyList<Node> Edges { get; }

    public Node Balancer { get; }

    private IEnumerable<Node> All => [_postgres, .. Silos, .. Edges, Balancer];

    /// <summary>Starts all of it and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It did not become ready; the message holds the logs, and nothing is left of it.</exception>
    public static async Task<ContainerCluster> StartAsync(IDockerClient docker)
    {
        ContainerCluster cluster = new(docker);
        using CancellationTokenSource limit = new(StartLimit);
        try
        {
            await cluster._network.CreateAsync(limit.Token);
            await cluster._postgres.StartAsync(limit.Token);
            await Task.WhenAll(cluster.Silos.Append(cluster.Balancer).Select(node => node.StartAsync(limit.Token)));
            await Task.WhenAll(cluster.Edges.Select(node => node.StartAsync(limit.Token)));
            await BalancerView.WaitForEdgesAsync(cluster.Balancer.Endpoint(BalancerPort));
            return cluster;
        }
        catch (Exception e)
        {
            string logs = await cluster.LogsAsync();
            await cluster.DisposeAsync();
            throw new InvalidOperationException($"The cluster of containers did not start: {e.Message}\n{logs}", e);
        }
    }

    /// <summary>Starts again what a test has ended, and waits until everything is ready.</summary>
    public async Task RepairAsync()
    {
        using CancellationTokenSource limit = new(StartLimit);
        foreach (Node node in All.Where(static node => !node.IsRunning))
        {
            await node.StartAsync(limit.Token);
        }

        await BalancerView.WaitForEdgesAsync(Balancer.Endpoint(BalancerPort));
    }

    /// <summary>A container that runs beside the cluster and ends by itself, such as a fuzzer.</summary>
    public ContainerBuilder Beside(string image) => new ContainerBuilder(image).WithNetwork(_network).WithLabel(Leftovers.Labels);

    /// <summary>What all containers printed last.</summary>
    public async Task<string> LogsAsync()
    {
        StringBuilder logs = new();
        foreach (Node node in All)
        {
            logs.Append(await node.LogAsync(LogLines));
        }

        return logs.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(All.Select(static node => node.DisposeAsync().AsTask()));
        await _network.DisposeAsync();
    }

    private static IEnumerable<string> Names(string kind) => [kind + "-1", kind + "-2"];

    private static Func<ContainerBuilder, ContainerBuilder> ReadyAt(string path, ushort port) => container => container
        .WithPortBinding(port, true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPath(path).ForPort(port), Bounded));

    private static void Bounded(IWaitStrategy wait) => wait.WithTimeout(StartLimit).WithInterval(Step);

    // Hardened like the deployed ones.
    private Node Make(
        string name, string image, IReadOnlyDictionary<string, string> environment, bool isReadOnly, Func<ContainerBuilder, ContainerBuilder> more)
    {
        ContainerBuilder builder = new ContainerBuilder(image)
            .WithNetwork(_network)
            .WithNetworkAliases(name)
            .WithLabel(Leftovers.Labels)
            .WithEnvironment(environment)
            .WithCreateParameterModifier(parameters =>
            {
                HostConfig host = parameters.HostConfig!;
                host.Memory = MaxMemory;
                host.ReadonlyRootfs = isReadOnly;
                host.CapDrop = ["ALL"];
                host.SecurityOpt = ["no-new-privileges:true"];
            });
        IContainer container = more(isReadOnly ? builder.WithTmpfsMount("/tmp") : builder).Build();
        return new Node(name, container, _docker);
    }
}
