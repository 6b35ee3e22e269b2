namespace Stratus.Realtime.Silo.Storage;

/// <summary>The limits of group commit.</summary>
internal sealed record GroupLimits
{
    /// <summary>The most writes of a group.</summary>
    public int GroupWrites { get; init; } = 1024;

    /// <summary>The most octets of a group, unless it is a single write: what a database takes well within <see cref="CommandTimeout"/>.</summary>
    public long GroupOctets { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most writes that wait for their group.</summary>
    public int WaitingWrites { get; init; } = 100_000;

    /// <summary>The most octets that wait for their group, unless it is a single write.</summary>
    public long WaitingOctets { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a statement may take, in whole seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
