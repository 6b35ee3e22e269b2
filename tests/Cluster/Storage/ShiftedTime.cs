namespace Stratus.Realtime.Cluster.Storage;

/// <summary>A clock that is wrong.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    public long Now => GetUtcNow().ToUnixTimeMilliseconds();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
