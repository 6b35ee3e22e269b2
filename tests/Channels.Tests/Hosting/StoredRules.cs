using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>The namespaces of <see cref="SampleRules"/>, stored: same names, so that the same tests run over them.</summary>
internal static class StoredRules
{
    public static readonly ChannelRules Short = SampleRules.Short with { Durability = ChannelDurability.Stored };
    public static readonly ChannelRules Long = SampleRules.Long with { Durability = ChannelDurability.Stored };
    public static readonly ChannelRules Plain = SampleRules.Plain with { Durability = ChannelDurability.Stored };

    public static NamespaceTable Table => new(new ChannelRules(), [Short, Long, Plain]);

    /// <summary>Some are stored, some are not: <c>short</c> and <c>long</c> are, <c>plain</c> and <c>memory</c> are not.</summary>
    public static NamespaceTable Mixed => new(new ChannelRules(), [Short, Long, SampleRules.Plain, SampleRules.Short with { Namespace = "memory" }]);
}
