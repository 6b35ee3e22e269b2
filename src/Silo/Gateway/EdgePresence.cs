using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Gateway;

/// <summary>This edge in the cluster: its name, how silos reach it, and the beat that says that it lives.</summary>
/// <param name="grains">The cluster.</param>
internal sealed class EdgePresence(IGrainFactory grains) : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KnownTime = TimeSpan.FromSeconds(5); // as long as a call

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IEdgeObserver? _reference;
    private Task? _beating;

    /// <summary>The incarnation of the edge.</summary>
    public string Edge { get; private set; } = "";

    /// <summary>What is called.</summary>
    public EdgeObserver Observer { get; } = new();

    /// <summary>Waits until the cluster knows of this edge.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public Task KnownAsync() => _known.Task.WaitAsync(KnownTime);

    /// <summary>What silos call. Not before the cluster's client has started.</summary>
    public IEdgeObserver Reference
    {
        get
        {
            lock (_lock)
            {
                return _reference ??= grains.CreateObjectReference<IEdgeObserver>(Observer);
            }
        }
    }

    /// <summary>Names the edge.</summary>
    public void Name(string edge) => Edge = edge;

    /// <summary>Begins to say that this edge lives.</summary>
    public void StartBeat()
    {
        lock (_lock)
        {
            _beating ??= BeatAsync();
        }
    }

    /// <summary>Ends the beat, and says so.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await EndBeatAsync();
        try
        {
            await grains.GetGrain<IEdgeDirectoryGrain>(0).LeaveAsync(Edge).AsTask().WaitAsync(cancellationToken);
        }
        catch (Exception)
        {
            // The lease ends it.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndBeatAsync();
        _stop.Dispose();
    }

    private async Task EndBeatAsync()
    {
        await _stop.CancelAsync();
        if (_beating is not null)
        {
            await _beating;
        }
    }

    private async Task BeatAsync()
    {
        IEdgeDirectoryGrain directory = grains.GetGrain<IEdgeDirectoryGrain>(0);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await directory.BeatAsync(Edge, Reference);
                _known.TrySetResult();
            }
            catch (Exception)
            {
                // No cluster at the moment: the next beat tries again.
            }

            await Task.Delay(Beat, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
