namespace Stratus.Realtime.Channels;

/// <summary>What happened in a channel.</summary>
public enum ChannelEventKind
{
    /// <summary>Something was published.</summary>
    Published,

    /// <summary>A member came.</summary>
    Joined,

    /// <summary>A member went.</summary>
    Left,

    /// <summary>More was published than the link could carry: the channel is at this position now; history has the rest.</summary>
    Skipped,

    /// <summary>The channel sends nothing on this link any more: it moved, or lost its memory. Attach again.</summary>
    Detached,
}
