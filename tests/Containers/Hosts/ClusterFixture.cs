using Docker.DotNet;
using DotNet.Testcontainers.Configurations;
using Stratus.Realtime.Containers.Engine;

namespace Stratus.Realtime.Containers.Hosts;

/// <summary>The cluster that all tests share, one after the other; without a Docker engine there is none, and they are skipped.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private DockerClient? _docker;
    private ContainerCluster? _cluster;
    private Exception? _failure;

    /// <summary>Which images are tested.</summary>
    internal string Images { get; private set; } = "";

    /// <summary>Why there is no engine; null where there is one.</summary>
    private string? Missing { get; set; }

    public async ValueTask InitializeAsync()
    {
        (DockerEngine? engine, string why) = await DockerEngine.FindAsync();
        if (engine is null)
        {
            Missing = why;
            TestContext.Current.SendDiagnosticMessage($"All container tests are skipped. {why}");
            return;
        }

        _docker = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.NewGuid()).Build();
        await Leftovers.RemoveAsync(_docker);
        Images = $"Docker {engine.Version} (API {engine.ApiVersion})\n{await ImageSet.EnsureAsync(_docker)}";
    }

    /// <summary>The engine; skips the test where there is none.</summary>
    internal IDockerClient RequireEngine()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return _docker!;
    }

    /// <summary>The cluster, started for the first test that asks, and whole again for the next; skips the test where there is no engine.</summary>
    internal async Task<ContainerCluster> RequireAsync()
    {
        IDockerClient docker = RequireEngine();
        await _starting.WaitAsync();
        try
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException("The cluster did not start for an earlier test: " + _failure.Message.Split('\n')[0]);
            }

            if (_cluster is null)
            {
                _cluster = await ContainerCluster.StartAsync(docker);
            }
            else
            {
                await _cluster.RepairAsync();
            }

            return _cluster;
        }
        catch (Exception e)
        {
            _failure ??= _cluster is null ? e : null;
            throw;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>What the containers printed last, for a test that has failed.</summary>
    internal Task<string> LogsAsync() => _cluster?.LogsAsync() ?? Task.FromResult("");

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _docker?.Dispose();
        _starting.Dispose();
    }
}
