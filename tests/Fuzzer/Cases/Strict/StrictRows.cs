using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>
/// The shapes that strict rows come in. Where a MUST leaves the peer a choice, every choice passes; where the peer keeps
/// the MUST and misses a SHOULD (it drops TCP without a close frame, RFC 6455 §7.1.7), the row is NON-STRICT.
/// </summary>
internal static class StrictRows
{
    /// <summary>The fuzzer gives up on a peer that does not react.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The fuzzer gives up on a peer that has much to do.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(20);

    public const string EchoThenClean = "The same message comes back, then the fuzzer closes with 1000 and the closing handshake is clean";

    public static CaseEvent Text(string text) => new CaseEvent.Message(System.Text.Encoding.UTF8.GetBytes(text), false);

    public static CaseEvent Binary(byte[] octets) => new CaseEvent.Message(octets, true);

    public static CaseEvent Pong(string text) => new CaseEvent.Pong(System.Text.Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<ScriptStep> Frames(params IEnumerable<FrameSpec> frames) =>
        [.. frames.Select(frame => new ScriptStep.Frame(frame))];

    /// <summary>The peer must fail the connection: with one of the codes (OK), or at least by dropping TCP (NON-STRICT).</summary>
    public static CaseRow Fails(
        string id, CaseText words, IReadOnlyList<ScriptStep> script, IReadOnlyList<int> codes, params IReadOnlyList<CaseEvent> before) => new()
    {
        Id = id,
        Words = words,
        Script = [new ScriptStep.FailAfter(Patience), .. script],
        SuppressClose = true,
        Accepted =
        [
            Outcome.FailsWith(codes) with { Events = before },
            Outcome.Drops() with { Events = before, Behavior = Behavior.NonStrict },
        ],
    };

    /// <summary>The peer must answer with exactly these events and stay; then the fuzzer closes.</summary>
    public static CaseRow Answers(
        string id, CaseText words, IReadOnlyList<ScriptStep> script, params IReadOnlyList<CaseEvent> events) => new()
    {
        Id = id,
        Words = words,
        Script = [new ScriptStep.FailAfter(LongPatience), .. script, new ScriptStep.AwaitEvents(events.Count), CloseNow],
        SuppressClose = true,
        Accepted = [Receives(events)],
    };

    /// <summary>RFC 6455 §5.5.1: a peer should answer with the code that it got, and need not.</summary>
    public static Outcome Receives(params IReadOnlyList<CaseEvent> events) => Outcome.Receives(events) with { CloseCodes = [1000, 0] };

    public static ScriptStep CloseNow { get; } = new ScriptStep.CloseAfter(TimeSpan.Zero);
}
