namespace Stratus.Realtime.Edge.Connections;

/// <summary>Where a new connection is whose octets come through a pipe.</summary>
/// <param name="Output">What it writes to.</param>
/// <param name="Transport">The pipe.</param>
/// <param name="Group">Those it is drained together with.</param>
/// <param name="Deadlines">Where its deadline is.</param>
/// <param name="Clock">The engine's time.</param>
internal readonly record struct PipeSetup(PipeOutputBuffer Output, ITransport Transport, IFlushGroup Group, DeadlineQueue Deadlines, EdgeClock Clock);
