namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>How a frame header writes its payload length (RFC 6455 §5.2). The RFC allows only the shortest.</summary>
public enum LengthForm
{
    Shortest,
    TwoOctets,
    EightOctets,
}
