namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>One header line: a field name and its value (RFC 9110 §5).</summary>
/// <param name="Name">The field name; compared without regard to case.</param>
/// <param name="Value">The field value, one char an octet (ISO 8859-1).</param>
public readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>Whether this line carries the named field (RFC 9110 §5.1: names are case-insensitive).</summary>
    /// <param name="name">The field name to compare with.</param>
    /// <returns>True when the names are equal but for case.</returns>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
