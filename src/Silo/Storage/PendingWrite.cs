namespace Stratus.Realtime.Silo.Storage;

/// <summary>A change of one channel that waits for its group.</summary>
/// <param name="channel">The channel.</param>
/// <param name="octets">What it counts for in limits.</param>
internal abstract class PendingWrite(string channel, long octets)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Channel { get; } = channel;

    public long Octets { get; } = octets;

    /// <summary>Completes when it is on disk, or refused.</summary>
    public Task Done => _done.Task;

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception reason) => _done.TrySetException(reason);
}
