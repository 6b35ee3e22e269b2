namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>One element of Sec-WebSocket-Extensions: an offer by a client, an answer by a server (RFC 6455 §9.1).</summary>
/// <param name="Name">The extension's name, a token.</param>
/// <param name="Parameters">Its parameters in the order of the wire, duplicates kept.</param>
public readonly record struct Extension(string Name, IReadOnlyList<ExtensionParameter> Parameters)
{
    /// <summary>The wire form, such as <c>permessage-deflate; server_max_window_bits=10</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Parameters.Count == 0 ? Name : $"{Name}; {string.Join("; ", Parameters)}";

    /// <summary>Whether name and parameters are equal, in order.</summary>
    /// <param name="other">The extension to compare with.</param>
    /// <returns>True when they are.</returns>
    public bool Equals(Extension other) => Name == other.Name && Parameters.SequenceEqual(other.Parameters);

    /// <summary>A hash code that goes with <see cref="Equals(Extension)"/>.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => HashCode.Combine(Name, Parameters.Count);
}
