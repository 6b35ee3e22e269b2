namespace Stratus.Realtime.Edge.Connections;

/// <summary>A place in the <see cref="DeadlineQueue"/>; outlives its owner there, but does not keep it alive.</summary>
internal sealed class DeadlineEntry(IDeadline owner)
{
    private volatile IDeadline? _owner = owner;

    /// <summary>Whose it is, or null once that has ended.</summary>
    public IDeadline? Owner => _owner;

    /// <summary>When the queue looks at it again. Guarded by the queue's lock.</summary>
    public TimeSpan LookAt { get; set; } = TimeSpan.MaxValue;

    public void Forget() => _owner = null;
}
