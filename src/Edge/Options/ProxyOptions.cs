using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Options;

/// <summary>Where the application is asked, over HTTP: section <see cref="Section"/>.</summary>
public sealed class ProxyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Proxy";

    /// <summary>Asked when a client connects without a token.</summary>
    public ProxyTargetOptions Connect { get; init; } = new();

    /// <summary>Asked when a client calls a remote procedure.</summary>
    public ProxyTargetOptions Rpc { get; init; } = new();

    /// <summary>Asked when a client subscribes in a namespace with <see cref="NamespaceOptions.ProxySubscribe"/>.</summary>
    public ProxyTargetOptions Subscribe { get; init; } = new();

    /// <summary>Asked when a client publishes in a namespace with <see cref="NamespaceOptions.ProxyPublish"/>.</summary>
    public ProxyTargetOptions Publish { get; init; } = new();

    /// <summary>How long the application has to answer.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most requests to the application at a time; the next fails at once.</summary>
    public int MaxInFlight { get; set; } = 256;

    /// <summary>The largest accepted answer, in octets.</summary>
    public int MaxAnswerOctets { get; set; } = 1 << 20;
}
