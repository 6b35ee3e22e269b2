namespace Stratus.Realtime.Channels;

/// <summary>What becomes of a subscriber whose queue is full.</summary>
public enum SlowReaderPolicy
{
    /// <summary>Its connection is closed with 3008; it comes back and recovers.</summary>
    Disconnect,

    /// <summary>Its queue is dropped and it reads from history until it has caught up. Needs history.</summary>
    CatchUp,
}
