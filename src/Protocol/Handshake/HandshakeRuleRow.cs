namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>One row of the rule table.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rfc">The number of the RFC that states it.</param>
/// <param name="Section">The section, such as 4.2.1.</param>
/// <param name="Status">The HTTP status that a server answers; null for what only a client can find.</param>
/// <param name="Sentence">What is required, without a full stop.</param>
/// <param name="Http2Status">The status on HTTP/2 where it differs.</param>
public sealed record HandshakeRuleRow(
    HandshakeRule Rule, int Rfc, string Section, int? Status, string Sentence, int? Http2Status = null)
{
    /// <summary>The sentence followed by its source, such as "... (RFC 6455 4.2.1)".</summary>
    public string Text { get; } = $"{Sentence} (RFC {Rfc} {Section})";
}
