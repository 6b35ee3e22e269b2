using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>A connection whose octets come through a pipe: it is pumped by a task.</summary>
internal interface IPumpedLoop : IConnectionLoop
{
    /// <summary>Pumps the connection to its end.</summary>
    Task<ConnectionEnd> RunAsync();
}
