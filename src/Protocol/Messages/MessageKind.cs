namespace Stratus.Realtime.Protocol;

/// <summary>The type of a message; the values are the opcodes of its first frame (RFC 6455 §11.8).</summary>
public enum MessageKind : byte
{
    /// <summary>UTF-8 text, validated before it is delivered.</summary>
    Text = 0x1,

    /// <summary>Octets without further meaning.</summary>
    Binary = 0x2,
}
