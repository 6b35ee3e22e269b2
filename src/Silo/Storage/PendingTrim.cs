namespace Stratus.Realtime.Silo.Storage;

/// <summary>A trim that waits for its group.</summary>
internal sealed class PendingTrim(string channel, string owner, long firstOffset, TimeSpan keep) : PendingWrite(channel, octets: 0)
{
    public string Owner { get; } = owner;

    public long FirstOffset { get; } = firstOffset;

    /// <summary>How long the position is kept from now on.</summary>
    public TimeSpan Keep { get; } = keep;
}
