namespace Stratus.Realtime.Edge.Routes;

/// <summary>A place among the edge's connections.</summary>
/// <param name="Id">The connection's number.</param>
/// <param name="Route">The name of its route.</param>
/// <param name="Opened">When it opened, by the edge's clock.</param>
/// <param name="ContextOctets">What it has booked of the memory for compression.</param>
internal readonly record struct Admission(long Id, string Route, TimeSpan Opened, long ContextOctets);
