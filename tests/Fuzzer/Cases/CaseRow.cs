using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// One case as data: how the connection is opened, what the fuzzer then sends, what counts as passing.
/// A row says one of three things of its verdict: <see cref="Expected"/> with <see cref="ExpectedClose"/> (the recorded cases),
/// <see cref="Exchange"/> (the long families), or <see cref="Accepted"/> (rows that look at more, or accept several endings).
/// </summary>
public sealed record CaseRow
{
    public required string Id { get; init; }

    /// <summary>1-based number among the 517 public cases; 0 for a case of our own.</summary>
    public int Index { get; init; }

    /// <summary>What reports say of the case; null takes it from <see cref="CaseTexts"/> by id.</summary>
    public CaseText? Words { get; init; }
    public CaseText Text => Words ?? CaseTexts.Get(Id);

    public Applicability AppliesTo { get; init; } = Applicability.Everywhere;
    public Opening Opening { get; init; } = Opening.Plain;

    /// <summary>permessage-deflate offers, first preferred; empty offers and accepts none. A peer that declines: UNIMPLEMENTED.</summary>
    public IReadOnlyList<DeflateOffer> Compression { get; init; } = [];
    public IReadOnlyList<ScriptStep> Script { get; init; } = [];
    public Exchange? Exchange { get; init; }

    /// <summary>Accepted lists of events, best first.</summary>
    public IReadOnlyList<ExpectedEvents> Expected { get; init; } = [];
    public ExpectedClose ExpectedClose { get; init; } = ExpectedClose.ByFuzzer;

    /// <summary>Accepted endings, best first; the case passes when one of them holds. Replaces the comparison with <see cref="Expected"/>.</summary>
    public IReadOnlyList<Outcome> Accepted { get; init; } = [];

    /// <summary>Do not begin the closing handshake when the events match.</summary>
    public bool SuppressClose { get; init; }

    /// <summary>Report, do not judge: INFORMATIONAL.</summary>
    public bool ReportOnly { get; init; }

    /// <summary>A wrong close code fails the behavior too (category 7).</summary>
    public bool WrongCodeIsFatal { get; init; }

    /// <summary>True when the case keeps processors busy rather than waiting: few such run at once, and none beside those that measure time.</summary>
    public bool IsBusy => Exchange is not null || Inflates;

    /// <summary>The peer has to inflate megabytes.</summary>
    public bool Inflates { get; init; }

    /// <summary>How long a peer has to drop TCP, as server, and to answer a close frame.</summary>
    public TimeSpan CloseLimit { get; init; } = TimeSpan.FromSeconds(1);

    public string Category => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    public bool AppliesIn(Applicability role, Applicability transport) =>
        (AppliesTo & role) != 0 && (AppliesTo & transport) != 0;
}
