namespace Stratus.Realtime.Protocol;

/// <summary>One row of the rule table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rfc">The number of the RFC that states it.</param>
/// <param name="Section">The section, for example "5.5.1".</param>
/// <param name="CloseCode">The code of the close frame that its breach is answered with.</param>
/// <param name="Sentence">What a conforming peer does, in one sentence.</param>
public sealed record ProtocolRuleRow(ProtocolRule Rule, int Rfc, string Section, CloseCode CloseCode, string Sentence)
{
    /// <summary>The close reason and log text: the sentence with its source. At most 123 octets of ASCII.</summary>
    public string Text { get; } = $"{Sentence} (RFC {Rfc} {Section})";
}
