namespace Stratus.Realtime.Channels;

/// <summary>
/// A session, as channels deliver to it. None of these may block, throw, or call the hub back; only <see cref="OnPositionLost"/>
/// may call it.
/// </summary>
public interface ISubscriber
{
    /// <summary>True when there is room for more of what a slow reader has missed.</summary>
    bool HasRoomToCatchUp { get; }

    /// <summary>Queues a delivery. Called under the channel's lock, in order.</summary>
    /// <returns>
    /// False when there is no room and the subscription may catch up later from history: <see cref="ChannelHub.CatchUp"/> is to be
    /// called when there is. A subscriber with nothing queued has room for any delivery.
    /// </returns>
    bool TryDeliver(Subscription subscription, Delivery delivery);

    /// <summary>Queues deliveries that came together, as if one by one.</summary>
    /// <returns>How many were queued: all, or those before the first that <see cref="TryDeliver"/> would not take.</returns>
    int DeliverAll(Subscription subscription, ReadOnlySpan<Delivery> deliveries)
    {
        int count = 0;
        while (count < deliveries.Length && TryDeliver(subscription, deliveries[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// Drops what is queued for a subscription and not sent yet. Called under the channel's lock, when the subscription is
    /// behind already: whoever looks from now on finds it so.
    /// </summary>
    /// <returns>The lowest offset dropped; 0 when none had one.</returns>
    long DropQueued(Subscription subscription);

    /// <summary>The subscription begins: what comes after is delivered. Called under the channel's lock, so that the answer comes first.</summary>
    void OnSubscribed(Subscription subscription, SubscribeOutcome outcome);

    /// <summary>The subscription has ended because its channel cannot say any more what it missed. Called without a lock.</summary>
    void OnPositionLost(Subscription subscription);
}
