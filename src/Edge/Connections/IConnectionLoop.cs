using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>What others may do to a running connection, from any thread.</summary>
internal interface IConnectionLoop : IDeadline
{
    /// <summary>Those it is drained together with.</summary>
    IFlushGroup Group { get; }

    /// <summary>Start the closing handshake.</summary>
    void RequestClose(CloseStatus status);

    /// <summary>Guards the engine, and all that the sink does.</summary>
    Lock Lock { get; }

    /// <summary>Start the closing handshake, from under the lock; the loop sees it after what it is doing, or once it is woken.</summary>
    void NoteClose(CloseStatus status);

    /// <summary>Wakes the loop, on another thread.</summary>
    void WakeSoon();

    /// <summary>Sends what is queued, on this thread.</summary>
    void Drain();

    /// <summary>Octets received, frame headers included.</summary>
    long InputOctets { get; }

    /// <summary>Octets sent, frame headers included.</summary>
    long OutputOctets { get; }

    /// <summary>A fault of ours that ended the connection; null otherwise.</summary>
    Exception? Fault { get; }
}
