namespace Stratus.Realtime.Channels;

/// <summary>
/// A gateway whose publications can be delivered by the thread that published them, once it is free to: without waking
/// another thread, and together for all that it published meanwhile.
/// </summary>
public interface IDeliveryBurst
{
    /// <summary>What this thread publishes from here on waits for <see cref="End"/>. With one burst within another, for the outer one's.</summary>
    void Begin();

    /// <summary>Delivers what waits.</summary>
    /// <param name="here">True to do it on this thread, which must hold no lock; false to leave it to the thread pool.</param>
    void End(bool here);
}
