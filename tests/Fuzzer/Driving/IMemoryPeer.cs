namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>A WebSocket end in memory, client or server, that a run is linked to. Times are those of the link's own clock.</summary>
public interface IMemoryPeer
{
    /// <summary>The connection is there; a client writes its request. Not called where the link begins in the open state.</summary>
    void Start(TimeSpan now, IOctetSink output);

    void Receive(ReadOnlySpan<byte> octets, TimeSpan now, IOctetSink output);

    /// <summary>The fuzzer's half of TCP has ended.</summary>
    void Eof(TimeSpan now, IOctetSink output);

    /// <summary>Time has passed.</summary>
    void Advance(TimeSpan now, IOctetSink output);

    /// <summary>When <see cref="Advance"/> wants to be called, at the latest.</summary>
    TimeSpan? NextDeadline { get; }

    /// <summary>The peer has dropped TCP: what it wrote before is delivered, then the end.</summary>
    bool Closed { get; }
}
