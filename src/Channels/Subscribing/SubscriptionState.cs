namespace Stratus.Realtime.Channels;

/// <summary>Where a subscription is in its life.</summary>
public enum SubscriptionState
{
    /// <summary>Being made; gets nothing yet.</summary>
    Joining,

    /// <summary>Gets what is published as it comes.</summary>
    Live,

    /// <summary>Fell behind; reads history until it has caught up.</summary>
    CatchingUp,

    /// <summary>Over.</summary>
    Ended,
}
