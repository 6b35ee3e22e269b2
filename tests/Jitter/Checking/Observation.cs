namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What a client was told about one channel.</summary>
internal abstract record Observation
{
    private Observation()
    {
    }

    /// <summary>The subscription began; it was not asked to recover.</summary>
    public sealed record Subscribed(StreamPosition At) : Observation;

    /// <summary>It began again with <c>recovered: true</c>.</summary>
    /// <param name="At">The position of the reply: the one that was asked from.</param>
    /// <param name="Carried">Whether missed publications came with it; they are seen next.</param>
    public sealed record Recovered(StreamPosition At, bool Carried) : Observation;

    /// <summary>It began again with <c>recovered: false</c>.</summary>
    public sealed record NotRecovered(StreamPosition At) : Observation;

    /// <summary>It was ended with code 2500: the position is not certain any more.</summary>
    public sealed record PositionLost : Observation;

    /// <summary>A publication.</summary>
    /// <param name="Offset">Its offset.</param>
    /// <param name="Number">The number in its content; 0 when the content is not what anybody wrote.</param>
    public sealed record Seen(long Offset, int Number) : Observation;
}
