using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Publishing;

/// <summary>The server API of a cluster: a call that fails is tried again at another edge.</summary>
internal sealed class ClusterApi : IDisposable
{
    private const int Internal = 100;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ApiClient[] _edges;
    private readonly RunCounts _counts;

    public ClusterApi(IEnumerable<Uri> edges, RunCounts counts)
    {
        _edges = [.. edges.Select(static edge => new ApiClient(edge, ClusterSettings.ApiKey, CallLimit))];
        _counts = counts;
    }

    /// <summary>The API of each edge, by place.</summary>
    public IReadOnlyList<ApiClient> Edges => _edges;

    /// <summary>Publishes, as often as it takes, at one random edge after another.</summary>
    /// <returns>The position; null when it was not acknowledged within the limit.</returns>
    public Task<StreamPosition?> PublishAsync(string channel, string data, string key, Random random, TimeSpan limit) =>
        CallAsync("publications", api => api.PublishAsync(channel, data, key), random, limit);

    /// <summary>Where a channel is.</summary>
    public async Task<StreamPosition> TopAsync(string channel, TimeSpan limit) =>
        await CallAsync("questions", api => api.TopAsync(channel), Random.Shared, limit)
        ?? throw new ClusterException($"Nobody said within {limit.TotalSeconds} s where {channel} is.");

    public void Dispose()
    {
        foreach (ApiClient edge in _edges)
        {
            edge.Dispose();
        }
    }

    private async Task<StreamPosition?> CallAsync(string what, Func<ApiClient, Task<StreamPosition>> call, Random random, TimeSpan limit)
    {
        using CancellationTokenSource over = new(limit);
        int place = random.Next(_edges.Length);
        while (!over.IsCancellationRequested)
        {
            try
            {
                return await call(_edges[place]);
            }
            catch (ApiException e) when (e.Code == Internal)
            {
                _counts.Note($"{what} without an answer (100)");
            }
            catch (ApiException e)
            {
                _counts.Note($"{what} refused: {e.Message}");
            }
            catch (HttpRequestException)
            {
                _counts.Note($"{what} whose edge was not there");
            }
            catch (OperationCanceledException)
            {
                _counts.Note($"{what} without an answer in time");
            }

            place = (place + 1) % _edges.Length;
            await Task.Delay(Pause, CancellationToken.None);
        }

        return null;
    }
}
