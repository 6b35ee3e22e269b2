namespace Stratus.Realtime.Edge.Options;

/// <summary>permessage-deflate (RFC 7692): section <see cref="Section"/>.</summary>
public sealed class CompressionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge:Compression";

    /// <summary>Whether the extension is negotiated at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How hard to compress: 1 (fast) to 9 (small).</summary>
    public int Level { get; set; } = 5;

    /// <summary>The largest window that the edge compresses with, in bits.</summary>
    public int MaxWindowBits { get; set; } = 15;

    /// <summary>Messages shorter than this many octets are sent uncompressed.</summary>
    public int MinMessageOctets { get; set; }

    /// <summary>
    /// The memory that compression contexts kept between messages may take, in octets, over all connections; when it is
    /// spent, new connections are made without the extension.
    /// </summary>
    public long BudgetOctets { get; set; } = 64 << 20;
}
