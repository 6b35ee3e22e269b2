namespace Stratus.Realtime.Channels;

/// <summary>What became of a publication.</summary>
public enum PublishOutcome
{
    /// <summary>It was appended, or had been before.</summary>
    Done,

    /// <summary>The channel gave no answer in time: it may have been appended or not.</summary>
    Unavailable,

    /// <summary>Too much waits to be published to this channel already; nothing was done.</summary>
    LaneFull,

    /// <summary>There are as many channels as there may be; nothing was done.</summary>
    TooManyChannels,
}
