namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>One frame as it goes on the wire, valid or not.</summary>
public sealed record FrameSpec
{
    public required int Opcode { get; init; }
    public bool Fin { get; init; } = true;

    /// <summary>The three reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3.</summary>
    public int Rsv { get; init; }
    public Payload Payload { get; init; } = Payload.Empty;

    /// <summary>The length that the header says; null for the payload's own. 1UL &lt;&lt; 63 sets the forbidden top bit.</summary>
    public ulong? AnnouncedLength { get; init; }
    public LengthForm LengthForm { get; init; }
    public Masking Masking { get; init; }

    /// <summary>This masking key instead of one from the run's source; network order.</summary>
    public uint? MaskingKey { get; init; }

    /// <summary>Compress the payload with the negotiated parameters and set RSV1. Needs <see cref="CaseRow.Compression"/>.</summary>
    public bool Deflate { get; init; }

    /// <summary>Write the frame in pieces of this many octets, each by itself.</summary>
    public int? Chop { get; init; }

    /// <summary>Write the frame by itself, not together with its neighbours.</summary>
    public bool Sync { get; init; }

    public static FrameSpec Text(string text, bool fin = true) => new() { Opcode = 1, Fin = fin, Payload = Payload.Text(text) };

    public static FrameSpec Binary(byte[] octets, bool fin = true) => new() { Opcode = 2, Fin = fin, Payload = Payload.Of(octets) };

    public static FrameSpec Continuation(byte[] octets, bool fin) => new() { Opcode = 0, Fin = fin, Payload = Payload.Of(octets) };

    public static FrameSpec Close(int code, string reason = "") => new() { Opcode = 8, Payload = Payload.Close(code, reason) };

    public static FrameSpec Ping(string text = "") => new() { Opcode = 9, Payload = Payload.Text(text) };

    public static FrameSpec Pong(string text = "") => new() { Opcode = 10, Payload = Payload.Text(text) };
}
