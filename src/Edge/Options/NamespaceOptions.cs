using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Options;

/// <summary>What holds for the channels of one namespace. Nothing is inherited from <see cref="ChannelOptions.Default"/>.</summary>
public sealed class NamespaceOptions
{
    /// <summary>How many publications a channel keeps; 0: no history, no recovery.</summary>
    public int HistorySize { get; set; }

    /// <summary>How long a channel keeps a publication.</summary>
    public TimeSpan HistoryAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a quiet channel remembers its position; at least as long as <see cref="HistoryAge"/>.</summary>
    public TimeSpan PositionAge { get; set; } = TimeSpan.FromHours(24);

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

    /// <summary>Whether the application is asked before a client may subscribe. Needs an address in <see cref="ProxyOptions.Subscribe"/>.</summary>
    public bool ProxySubscribe { get; set; }

    /// <summary>Whether the application is asked before a publication is taken. Needs an address in <see cref="ProxyOptions.Publish"/>.</summary>
    public bool ProxyPublish { get; set; }
}
