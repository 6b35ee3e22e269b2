using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// One way for a case to end well, for rows that accept several. Everything that is stated must hold; what is null is not looked at.
/// </summary>
public sealed record Outcome
{
    /// <summary>Said in reports: "fails with 1008 or 1009".</summary>
    public required string Name { get; init; }

    /// <summary>The verdict that this outcome earns.</summary>
    public Behavior Behavior { get; init; } = Behavior.Ok;

    /// <summary>HTTP statuses of the response, by default those of a handshake that succeeds. Null: any, or none at all.</summary>
    public IReadOnlyList<int>? Statuses { get; init; } = [101, 200];

    /// <summary>Headers of the response: the exact value (compared without case), or null for "present".</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>Headers that the response must not have.</summary>
    public IReadOnlyList<string> AbsentHeaders { get; init; } = [];

    /// <summary>Exactly these events.</summary>
    public IReadOnlyList<CaseEvent>? Events { get; init; }

    /// <summary>The peer's close frame must have been seen, with one of these codes (0: a frame without a code).</summary>
    public IReadOnlyList<int>? CloseCodes { get; init; }

    /// <summary>True: TCP ended without any close frame of the peer. False: there was a close frame.</summary>
    public bool? WithoutCloseFrame { get; init; }

    /// <summary>Whether the fuzzer closed first.</summary>
    public bool? ClosedByMe { get; init; }

    /// <summary>A finished closing handshake, and TCP dropped by the server.</summary>
    public bool? Clean { get; init; }

    /// <summary>Whether the fuzzer had to drop TCP itself, as client, because the server did not.</summary>
    public bool? DroppedByMe { get; init; }

    /// <summary>Whatever else the row wants to look at; null when all is well, else what was wrong.</summary>
    public Func<Observation, string?>? Check { get; init; }

    /// <summary>Exactly these events, then a close by the fuzzer, clean with 1000.</summary>
    public static Outcome Receives(params IReadOnlyList<CaseEvent> events) => new()
    {
        Name = "receives what is expected, then a clean close", Events = events, CloseCodes = [1000], ClosedByMe = true, Clean = true,
    };

    /// <summary>The peer fails the connection: a close frame with one of these codes, seen on the wire, and TCP dropped.</summary>
    public static Outcome FailsWith(params IReadOnlyList<int> codes) => new()
    {
        Name = $"fails with {string.Join(" or ", codes)}", CloseCodes = codes, ClosedByMe = false, DroppedByMe = false,
    };

    /// <summary>The peer drops TCP without a close frame of either side.</summary>
    public static Outcome Drops() => new() { Name = "drops TCP", WithoutCloseFrame = true, ClosedByMe = false, DroppedByMe = false };

    /// <summary>The opening handshake is answered with one of these statuses.</summary>
    public static Outcome Refuses(params IReadOnlyList<int> statuses) => new()
    {
        Name = $"refuses with {string.Join(" or ", statuses)}", Statuses = statuses,
    };

    /// <summary>The peer ends the connection before it was opened, without an HTTP response.</summary>
    public static Outcome DropsHandshake() => new()
    {
        Name = "drops TCP in the opening handshake", Statuses = [], WithoutCloseFrame = true,
    };
}
