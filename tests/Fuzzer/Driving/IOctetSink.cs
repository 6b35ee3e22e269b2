namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>Where a peer in memory writes to.</summary>
public interface IOctetSink
{
    void Write(ReadOnlySpan<byte> octets);
}
