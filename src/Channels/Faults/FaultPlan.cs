namespace Stratus.Realtime.Channels;

/// <summary>How often a <see cref="FaultyGateway"/> does what to calls and batches: shares of one.</summary>
public sealed record FaultPlan
{
    /// <summary>A call or a batch is late, by up to <see cref="LongestDelay"/>.</summary>
    public double Delay { get; init; }

    /// <summary>The longest that it is late.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>A call does not arrive.</summary>
    public double LoseCall { get; init; }

    /// <summary>A call arrives, its answer does not.</summary>
    public double LoseAnswer { get; init; }

    /// <summary>A call arrives twice, the second time late.</summary>
    public double RepeatCall { get; init; }

    /// <summary>A batch does not arrive, and its sender knows.</summary>
    public double LoseBatch { get; init; }

    /// <summary>A batch arrives, and its sender does not know.</summary>
    public double LoseAcknowledgement { get; init; }

    /// <summary>A batch arrives twice, the second time late.</summary>
    public double RepeatBatch { get; init; }

    /// <summary>A batch does not arrive, and its sender believes that it did: a break of the port's promise, to be noticed above it.</summary>
    public double SwallowBatch { get; init; }

    /// <summary>On a publication its channel moves: state and epoch go along, the link does not.</summary>
    public double MoveChannel { get; init; }

    /// <summary>On a publication its channel loses its memory: a new epoch.</summary>
    public double ForgetChannel { get; init; }

    /// <summary>On a batch the edge's lease ends.</summary>
    public double EndLease { get; init; }
}
