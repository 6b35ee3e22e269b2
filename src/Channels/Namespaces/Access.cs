namespace Stratus.Realtime.Channels;

/// <summary>Whom a namespace lets do something from a client. The server API may do everything.</summary>
public enum Access
{
    /// <summary>No client.</summary>
    Nobody,

    /// <summary>Clients with a subscription token for the channel; for other things than subscribing: those subscribed with one.</summary>
    Token,

    /// <summary>Clients that are subscribed to the channel. Not for subscribing itself.</summary>
    Subscribers,

    /// <summary>Clients with a user id.</summary>
    Users,

    /// <summary>Every client, anonymous ones too.</summary>
    Anyone,
}
