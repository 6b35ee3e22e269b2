namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What a run may show that must not be.</summary>
internal enum BreachKind
{
    /// <summary>A publication was not seen, and nobody said so.</summary>
    Lost,

    /// <summary>One was seen twice, or stands twice in a stream.</summary>
    Doubled,

    /// <summary>One came after a later one.</summary>
    Reordered,

    /// <summary>A recovery was called complete, and was of another stream or from another place than asked.</summary>
    FalseRecovery,

    /// <summary>Two clients, or a client and an acknowledgement, do not agree on what a position holds.</summary>
    Disagreement,

    /// <summary>A publication of another channel.</summary>
    ForeignChannel,

    /// <summary>A publication while there was no subscription.</summary>
    NotSubscribed,

    /// <summary>A content that nobody published.</summary>
    WrongContent,

    /// <summary>A client was told that it did not recover, where history had everything: the epoch that it asked from went on.</summary>
    NotRecovered,

    /// <summary>A client was told that its position is lost, where nothing ever goes wrong.</summary>
    PositionLost,

    /// <summary>A client did not end at the top of its channel.</summary>
    NotAtTop,

    /// <summary>Too few recoveries carried publications: the run proved too little.</summary>
    IdleRecoveries,

    /// <summary>A channel that keeps its stream whatever happens began a new one.</summary>
    EpochChanged,

    /// <summary>At the end others are present than those who are there.</summary>
    WrongPresence,

    /// <summary>A member left twice, and did not come in between.</summary>
    DoubledLeave,
}
