namespace Stratus.Realtime.Edge.Options;

/// <summary>Which browser pages may connect: section <see cref="Section"/>.</summary>
public sealed class OriginOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge:Origins";

    /// <summary>
    /// Origins such as <c>https://chat.example</c>. Empty: any page may connect. Clients that are no browsers send no
    /// Origin and are not concerned (RFC 6455 §10.2).
    /// </summary>
    public IList<string> Allowed { get; init; } = [];
}
