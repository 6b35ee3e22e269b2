namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>An extension-param (RFC 6455 §9.1).</summary>
/// <param name="Name">The parameter's name, a token.</param>
/// <param name="Value">Its value, a token, already without quotes; null when it has none.</param>
public readonly record struct ExtensionParameter(string Name, string? Value = null)
{
    /// <summary>The wire form, <c>name</c> or <c>name=value</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value is null ? Name : $"{Name}={Value}";
}
