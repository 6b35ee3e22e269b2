namespace Stratus.Realtime.Edge.Connections;

/// <summary>A loop's place in the <see cref="DeadlineQueue"/>; outlives the loop there, but does not keep it alive.</summary>
internal sealed class DeadlineEntry(IConnectionLoop loop)
{
    private volatile IConnectionLoop? _loop = loop;

    /// <summary>The loop, or null once it has ended.</summary>
    public IConnectionLoop? Loop => _loop;

    /// <summary>When the queue looks at the loop again. Guarded by the queue's lock.</summary>
    public TimeSpan LookAt { get; set; } = TimeSpan.MaxValue;

    public void Forget() => _loop = null;
}
