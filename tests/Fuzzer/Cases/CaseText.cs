namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>What a reader of a report is told about a case: what the fuzzer does, and what a conforming peer does then.</summary>
public readonly record struct CaseText(string Description, string Expectation);
