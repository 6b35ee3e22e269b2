namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>One corpus.</summary>
/// <param name="Number">1 to 5.</param>
/// <param name="Name">What it is, in a word or two.</param>
/// <param name="IsText">Whether its messages are sent as text, and so are cut between code points, never inside one.</param>
/// <param name="Octets">The whole of it.</param>
public sealed record CorpusText(int Number, string Name, bool IsText, byte[] Octets);
