namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>One line of the wire log. The code in each summary is the entry's first element in the JSON report.</summary>
/// <remarks>Logged octets and payloads are only the beginning (<see cref="KeptOctets"/>): long cases must not keep megabytes.</remarks>
public abstract record WireLogEntry
{
    /// <summary>Octets of a chunk or payload that the log keeps at most; one more than 64 tells that it was longer.</summary>
    public const int KeptOctets = 65;

    private WireLogEntry()
    {
    }

    /// <summary>TO: octets written in one piece.</summary>
    public sealed record OctetsSent(int Count, byte[] Start, bool Sync) : WireLogEntry;

    /// <summary>RO: octets that one read brought.</summary>
    public sealed record OctetsReceived(int Count, byte[] Start) : WireLogEntry;

    /// <summary>TF: a frame sent. <paramref name="Mask"/> is null for an unmasked frame, else its four octets.</summary>
    public sealed record FrameSent(
        long Length, byte[] Start, int Opcode, bool Fin, int Rsv, byte[]? Mask, int? RepeatTo, int? Chop, bool Sync) : WireLogEntry;

    /// <summary>RF: a frame received.</summary>
    public sealed record FrameReceived(long Length, byte[] Start, int Opcode, bool Fin, int Rsv, byte[]? Mask) : WireLogEntry;

    /// <summary>CT: a wait begins.</summary>
    public sealed record Wait(double Seconds, string? Label) : WireLogEntry;

    /// <summary>CTE: the wait is over.</summary>
    public sealed record WaitEnded(string? Label) : WireLogEntry;

    /// <summary>KL: the connection will be failed after this time.</summary>
    public sealed record FailAfter(double Seconds) : WireLogEntry;

    /// <summary>KLE: that time is over.</summary>
    public sealed record FailAfterEnded : WireLogEntry;

    /// <summary>TI: the connection will be closed after this time.</summary>
    public sealed record CloseAfter(double Seconds) : WireLogEntry;

    /// <summary>TIE: that time is over.</summary>
    public sealed record CloseAfterEnded : WireLogEntry;

    /// <summary>WLM: the log of frames and octets is switched off or on.</summary>
    public sealed record LogSwitched(bool On) : WireLogEntry;
}
