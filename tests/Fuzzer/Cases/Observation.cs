using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>What a run has seen, for the checks of a row.</summary>
public sealed record Observation
{
    /// <summary>Status of the peer's response; 0 without one, or as server.</summary>
    public required int Status { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; }
    public required IReadOnlyList<CaseEvent> Received { get; init; }

    /// <summary>Whether the opening handshake finished.</summary>
    public required bool WasOpen { get; init; }
    public required bool ReceivedCloseFrame { get; init; }
    public required int? RemoteCloseCode { get; init; }
    public required string? RemoteCloseReason { get; init; }
    public required bool ClosedByMe { get; init; }
    public required bool DroppedByMe { get; init; }
    public required bool WasClean { get; init; }

    /// <summary>Why the fuzzer itself failed the connection; null when it did not.</summary>
    public required string? PeerFault { get; init; }

    /// <summary>Frames received, by opcode.</summary>
    public required IReadOnlyDictionary<int, int> FramesReceived { get; init; }

    /// <summary>From the moment that the connection opened to its end.</summary>
    public required TimeSpan Duration { get; init; }
}
