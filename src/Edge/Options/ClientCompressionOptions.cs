namespace Stratus.Realtime.Edge.Options;

/// <summary>
/// permessage-deflate (RFC 7692) on the messaging routes: section <see cref="Section"/>. Level and memory are those of
/// <see cref="CompressionOptions"/>.
/// </summary>
public sealed class ClientCompressionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Clients:Compression";

    /// <summary>Whether the extension is negotiated with clients.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Messages shorter than this many octets are sent uncompressed.</summary>
    public int MinMessageOctets { get; set; } = 256;
}
