namespace Stratus.Realtime.Channels;

/// <summary>What holds for the channels of one namespace. Nothing is inherited from <see cref="ChannelOptions.Default"/>.</summary>
public sealed class NamespaceOptions
{
    /// <summary>How many publications a channel keeps; 0: no history, no recovery.</summary>
    public int HistorySize { get; set; }

    /// <summary>How long a channel keeps a publication.</summary>
    public TimeSpan HistoryAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a quiet channel remembers its position; at least as long as <see cref="HistoryAge"/>.</summary>
    public TimeSpan PositionAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What an acknowledgement means. Needs history where it is more than <see cref="ChannelDurability.Memory"/>.</summary>
    public ChannelDurability Durability { get; set; }

    /// <summary>Whether a channel knows who is in it.</summary>
    public bool Presence { get; set; }

    /// <summary>Whether subscribers are told who comes and goes. Needs <see cref="Presence"/>.</summary>
    public bool JoinLeave { get; set; }

    /// <summary>What becomes of slow readers. Catching up needs history.</summary>
    public SlowReaderPolicy SlowReaders { get; set; } = SlowReaderPolicy.Disconnect;

    /// <summary>Which clients may subscribe; not <see cref="Access.Subscribers"/>.</summary>
    public Access Subscribe { get; set; } = Access.Token;

    /// <summary>Which clients may publish.</summary>
    public Access Publish { get; set; } = Access.Nobody;

    /// <summary>Which clients may read the history.</summary>
    public Access ReadHistory { get; set; } = Access.Subscribers;

    /// <summary>Which clients may read who is present.</summary>
    public Access ReadPresence { get; set; } = Access.Subscribers;

    /// <summary>Whether the application is asked before a client may subscribe. Needs the address of the application.</summary>
    public bool ProxySubscribe { get; set; }

    /// <summary>Whether the application is asked before a publication is taken. Needs the address of the application.</summary>
    public bool ProxyPublish { get; set; }

    /// <summary>The same as rules.</summary>
    /// <param name="name">The namespace's name; empty for channels without one.</param>
    public ChannelRules ToRules(string name) => new()
    {
        Namespace = name,
        HistorySize = HistorySize,
        HistoryAge = HistoryAge,
        PositionAge = PositionAge,
        Durability = Durability,
        Presence = Presence,
        JoinLeave = JoinLeave,
        SlowReaders = SlowReaders,
        Access = new ChannelAccess
        {
            Subscribe = Subscribe,
            Publish = Publish,
            History = ReadHistory,
            Presence = ReadPresence,
        },
        ProxySubscribe = ProxySubscribe,
        ProxyPublish = ProxyPublish,
    };
}
