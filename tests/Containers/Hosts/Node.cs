using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Containers;

namespace Stratus.Realtime.Containers.Hosts;

/// <summary>One container of the cluster, which can be stopped, killed and started again.</summary>
/// <param name="name">Its name on the network.</param>
/// <param name="container">The container.</param>
/// <param name="docker">The engine, for what Testcontainers does not do.</param>
internal sealed class Node(string name, IContainer container, IDockerClient docker) : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private readonly Dictionary<int, IPEndPoint> _endpoints = [];
    private bool _isCreated;

    public string Name => name;

    /// <summary>False before it was started, and since it was killed or stopped.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Where a port is reached from outside; after an end, where it was.</summary>
    public IPEndPoint Endpoint(int port)
    {
        lock (_endpoints)
        {
            return _endpoints[port];
        }
    }

    /// <summary>Starts it, for the first time or again, and waits until it is ready. The ports are others each time.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _isCreated = true;
        await container.StartAsync(cancellation);
        IPAddress host = (await Dns.GetHostAddressesAsync(container.Hostname, AddressFamily.InterNetwork, cancellation))[0];
        lock (_endpoints)
        {
            foreach ((ushort port, ushort mapped) in container.GetMappedPublicPorts().Select(static p => (p.Key, p.Value)))
            {
                _endpoints[port] = new IPEndPoint(host, mapped);
            }
        }

        IsRunning = true;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        IsRunning = false;
        return docker.Containers.KillContainerAsync(container.Id, new ContainerKillParameters { Signal = "SIGKILL" });
    }

    /// <summary>As <c>docker stop</c> does it: SIGTERM, and SIGKILL at the limit.</summary>
    /// <returns>The exit code.</returns>
    public async Task<long> StopAsync()
    {
        IsRunning = false;
        await docker.Containers.StopContainerAsync(container.Id, new ContainerStopParameters { WaitBeforeKillSeconds = (uint)StopLimit.TotalSeconds });
        return (await docker.Containers.InspectContainerAsync(container.Id)).State!.ExitCode;
    }

    /// <summary>What it printed last.</summary>
    public async Task<string> LogAsync(int lines)
    {
        if (!_isCreated)
        {
            return $"--- {name}: not started\n";
        }

        try
        {
            (string output, string errors) = await container.GetLogsAsync(timestampsEnabled: true);
            string[] all = [.. (output + errors).Split('\n').Where(static line => line.Length > 0).Order(StringComparer.Ordinal)];
            return $"--- {name}: the last {Math.Min(lines, all.Length)} of {all.Length} lines\n{string.Join('\n', all.TakeLast(lines))}\n";
        }
        catch (Exception e) when (e is InvalidOperationException or DockerApiException)
        {
            return $"--- {name}: no log: {e.Message}\n";
        }
    }

    public ValueTask DisposeAsync() => _isCreated ? container.DisposeAsync() : ValueTask.CompletedTask;
}
