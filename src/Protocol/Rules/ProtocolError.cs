namespace Stratus.Realtime.Protocol;

/// <summary>A peer's fault: a value, never an exception. The connection has been failed (RFC 6455 §7.1.7) because of it.</summary>
/// <param name="Rule">The rule that was broken.</param>
public readonly record struct ProtocolError(ProtocolRule Rule)
{
    /// <summary>The code of the close frame that answers it.</summary>
    public CloseCode CloseCode => ProtocolRules.Row(Rule).CloseCode;

    /// <summary>The reason of the close frame: what a conforming peer does, and where that is written.</summary>
    public string Text => ProtocolRules.Row(Rule).Text;

    /// <inheritdoc/>
    public override string ToString() => $"{(int)CloseCode} {Text}";
}
