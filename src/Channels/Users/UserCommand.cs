namespace Stratus.Realtime.Channels;

/// <summary>What a server tells all sessions of a user, on whichever edge they are.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Client">One of the user's clients; null for all of them.</param>
public abstract record UserCommand(string User, string? Client)
{
    /// <summary>Close the connections.</summary>
    /// <param name="User">The user's id.</param>
    /// <param name="Client">One of the user's clients; null for all of them.</param>
    /// <param name="Code">The close code, 3000 to 4999; it also says whether the client may come back.</param>
    /// <param name="Reason">The reason, for the client; not empty.</param>
    public sealed record Disconnect(string User, string? Client, int Code, string Reason) : UserCommand(User, Client);

    /// <summary>Subscribe to a channel on the server's side.</summary>
    /// <param name="User">The user's id.</param>
    /// <param name="Client">One of the user's clients; null for all of them.</param>
    /// <param name="Channel">The channel.</param>
    public sealed record Subscribe(string User, string? Client, string Channel) : UserCommand(User, Client)
    {
        /// <summary>What others in the channel see of the user: a JSON value, or empty.</summary>
        public ReadOnlyMemory<byte> ChannelInfo { get; init; }

        /// <summary>When the subscription ends, in seconds since 1970; 0 for never.</summary>
        public long ExpireAt { get; init; }
    }

    /// <summary>End a subscription, whoever began it.</summary>
    /// <param name="User">The user's id.</param>
    /// <param name="Client">One of the user's clients; null for all of them.</param>
    /// <param name="Channel">The channel.</param>
    public sealed record Unsubscribe(string User, string? Client, string Channel) : UserCommand(User, Client);

    /// <summary>Set another end for the connections.</summary>
    /// <param name="User">The user's id.</param>
    /// <param name="Client">One of the user's clients; null for all of them.</param>
    /// <param name="ExpireAt">When, in seconds since 1970; 0 for never.</param>
    /// <param name="Expired">True when they have expired now.</param>
    public sealed record Refresh(string User, string? Client, long ExpireAt, bool Expired) : UserCommand(User, Client);
}
