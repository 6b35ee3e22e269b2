using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>What a connection sends and does of its own accord. All of it is called under the loop's lock.</summary>
internal interface IOutbound
{
    /// <summary>When <see cref="OnDeadline"/> wants to be called.</summary>
    TimeSpan Deadline { get; }

    /// <summary>True when something is queued.</summary>
    bool HasMore { get; }

    /// <summary>The deadline may have come.</summary>
    void OnDeadline(TimeSpan now);

    /// <summary>Writes what is queued, until the output is full; drops it when the connection is closing.</summary>
    void WriteTo<TOutput>(WebSocketConnection connection, TOutput output)
        where TOutput : struct, IFrameOutput;

    /// <summary>Something has come in and is about to be taken; called without the lock, or within another of the loop's calls.</summary>
    void OnTaking();

    /// <summary>It has been taken.</summary>
    /// <param name="isFree">True when this thread does not hold the lock.</param>
    void OnTaken(bool isFree);

    /// <summary>The connection has ended; called without the lock.</summary>
    void OnEnded(in ConnectionEnd end);

    /// <summary>Everything queued so far has been taken by the transport.</summary>
    void OnDrained();
}
