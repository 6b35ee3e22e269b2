namespace Stratus.Realtime.Channels;

/// <summary>A session in a channel. What changes here is guarded by the channel's lock.</summary>
public sealed class Subscription
{
    internal Subscription(ChannelKeeper keeper, ISubscriber subscriber)
    {
        Keeper = keeper;
        Channel = keeper.Subscribers;
        Subscriber = subscriber;
    }

    /// <summary>The channel's name.</summary>
    public string Name => Channel.Name;

    /// <summary>The options of its namespace.</summary>
    public ChannelRules Rules => Channel.Rules;

    /// <summary>Whose it is.</summary>
    public ISubscriber Subscriber { get; }

    /// <summary>Whether it is told who comes and goes.</summary>
    public bool WantsMembers { get; init; }

    /// <summary>Where it is in its life.</summary>
    public SubscriptionState State { get; internal set; }

    /// <summary>Ends it: nothing is delivered any more. False when it had ended already.</summary>
    public bool End() => Channel.Remove(this);

    internal ChannelSubscribers Channel { get; }

    internal ChannelKeeper Keeper { get; }

    /// <summary>Its place in the channel's list.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>What is not above this has been delivered already, by the answer to the subscription or while catching up.</summary>
    internal long DeliveredThrough { get; set; }

    /// <summary>While catching up: the offset that it needs next.</summary>
    internal long Next { get; set; }

    /// <summary>While catching up: the epoch of <see cref="Next"/>.</summary>
    internal string Epoch { get; set; } = "";

    /// <summary>While catching up: a read is under way.</summary>
    internal bool IsReading { get; set; }

    /// <summary>While catching up: it did not take the last delivery, and has not said since that there is room.</summary>
    internal bool IsFull { get; set; }
}
