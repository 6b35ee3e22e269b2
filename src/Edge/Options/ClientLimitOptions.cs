namespace Stratus.Realtime.Edge.Options;

/// <summary>What one client on the messaging routes may cost: section <see cref="Section"/>.</summary>
public sealed class ClientLimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clients:Limits";

    /// <summary>The largest accepted message, in octets, as sent.</summary>
    public int MaxMessageOctets { get; set; } = 64 << 10;

    /// <summary>The largest accepted compressed message, in octets, once inflated.</summary>
    public int MaxInflatedOctets { get; set; } = 64 << 10;

    /// <summary>The most frames that a message may be cut into.</summary>
    public int MaxFragments { get; set; } = 64;

    /// <summary>The most channels that a client may be subscribed to.</summary>
    public int MaxChannels { get; set; } = 128;

    /// <summary>The longest channel name, in octets.</summary>
    public int MaxChannelNameOctets { get; set; } = 255;

    /// <summary>The most octets that may wait to be sent to a client; then the namespace's policy for slow readers holds.</summary>
    public int MaxQueueOctets { get; set; } = 1 << 20;

    /// <summary>The most commands a second from one client, and likewise the most WebSocket pings and pongs.</summary>
    public int MaxCommandsPerSecond { get; set; } = 1000;

    /// <summary>The most commands of one client that may wait for an answer.</summary>
    public int MaxPendingCommands { get; set; } = 128;

    /// <summary>The most connections of one user; anonymous clients are not counted.</summary>
    public int MaxConnectionsPerUser { get; set; } = 1000;

    /// <summary>The most remote procedure calls of one client that may be under way.</summary>
    public int MaxRpcsInFlight { get; set; } = 16;

    /// <summary>The most publications in the answer to a recovery; a client that missed more does not recover.</summary>
    public int MaxRecoveryPublications { get; set; } = 1000;

    /// <summary>The most octets of publications in the answer to a recovery, likewise.</summary>
    public int MaxRecoveryOctets { get; set; } = 1 << 20;

    /// <summary>The most publications in one page of history.</summary>
    public int MaxHistoryLimit { get; set; } = 1000;
}
