using Stratus.Realtime.Fuzzer.Cases.Strict;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>All cases there are: the 517 of the public suite, ascending by id, and the strict families of our own.</summary>
public sealed class Catalogue
{
    public const int DefaultMessages = 1000;
    public const int PublicCount = 517;

    /// <param name="messages">Messages a case in the families that send many (9.7, 9.8, 12, 13).</param>
    public Catalogue(int messages = DefaultMessages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 1);
        Public = [.. RecordedCases.Rows.Concat(LimitCases.Rows(messages)).Concat(CompressionCases.Rows(messages)).OrderBy(row => row.Index)];
        Strict = StrictCases.Rows;
    }

    /// <summary>The public suite's cases; the element at N - 1 has the index N.</summary>
    public IReadOnlyList<CaseRow> Public { get; }

    public IReadOnlyList<CaseRow> Strict { get; }

    /// <summary>The cases that one of the patterns names and none of the excluded ones. "*" means the public suite, in both lists.</summary>
    public IReadOnlyList<CaseRow> Select(IReadOnlyCollection<string> patterns, IReadOnlyCollection<string> excluded) =>
        [.. Public.Concat(Strict).Where(row => CasePattern.NamesCase(patterns, row) && !CasePattern.NamesCase(excluded, row))];
}
