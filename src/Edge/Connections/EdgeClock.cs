namespace Stratus.Realtime.Edge.Connections;

/// <summary>The engine's time: monotonic, from the start of the edge.</summary>
internal sealed class EdgeClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Now => time.GetElapsedTime(_origin);
}
