using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>What others may do to a running connection, from any thread.</summary>
internal interface IConnectionLoop
{
    /// <summary>When the engine wants to be woken.</summary>
    TimeSpan Deadline { get; }

    /// <summary>The deadline has come.</summary>
    void DeadlineCame();

    /// <summary>Start the closing handshake.</summary>
    void RequestClose(CloseStatus status);
}
