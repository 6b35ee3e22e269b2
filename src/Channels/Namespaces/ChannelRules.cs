namespace Stratus.Realtime.Channels;

/// <summary>The options of a namespace, as they hold for each of its channels.</summary>
public sealed record ChannelRules
{
    /// <summary>The namespace's name; empty for channels without one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>How many publications a channel keeps; 0: no history, no offsets, at most once.</summary>
    public int HistorySize { get; init; }

    /// <summary>How long a channel keeps a publication.</summary>
    public TimeSpan HistoryAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a channel's position outlives its history, so that a quiet one does not lose its clients' positions.</summary>
    public TimeSpan PositionAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What an acknowledgement means.</summary>
    public ChannelDurability Durability { get; init; }

    /// <summary>Whether the channel knows who is in it.</summary>
    public bool Presence { get; init; }

    /// <summary>Whether subscribers are told who comes and goes. Needs <see cref="Presence"/>.</summary>
    public bool JoinLeave { get; init; }

    /// <summary>What becomes of slow readers.</summary>
    public SlowReaderPolicy SlowReaders { get; init; }

    /// <summary>Who may do what.</summary>
    public ChannelAccess Access { get; init; } = new();

    /// <summary>Whether the application is asked before a client may subscribe.</summary>
    public bool ProxySubscribe { get; init; }

    /// <summary>Whether the application is asked before a client's publication is taken.</summary>
    public bool ProxyPublish { get; init; }

    /// <summary>True when publications have offsets and can be recovered.</summary>
    public bool HasHistory => HistorySize > 0;
}
