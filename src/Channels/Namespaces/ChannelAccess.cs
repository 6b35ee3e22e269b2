namespace Stratus.Realtime.Channels;

/// <summary>Who may do what in the channels of a namespace, from a client.</summary>
public sealed record ChannelAccess
{
    /// <summary>Subscribe; a token for the channel always suffices.</summary>
    public Access Subscribe { get; init; } = Access.Token;

    /// <summary>Publish.</summary>
    public Access Publish { get; init; } = Access.Nobody;

    /// <summary>Read the history.</summary>
    public Access History { get; init; } = Access.Subscribers;

    /// <summary>Read who is present.</summary>
    public Access Presence { get; init; } = Access.Subscribers;
}
