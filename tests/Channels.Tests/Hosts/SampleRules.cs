namespace Stratus.Realtime.Channels.Tests.Hosts;

/// <summary>The namespaces that tests use; their channels are written <c>short:x</c>, <c>plain:x</c> and so on.</summary>
internal static class SampleRules
{
    public static readonly TimeSpan HistoryAge = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan PositionAge = TimeSpan.FromHours(1);

    /// <summary>Ten publications, five minutes; members, announced.</summary>
    public static readonly ChannelRules Short = new()
    {
        Namespace = "short", HistorySize = 10, HistoryAge = HistoryAge, PositionAge = PositionAge, Presence = true, JoinLeave = true,
    };

    /// <summary>More history than any test needs.</summary>
    public static readonly ChannelRules Long = new()
    {
        Namespace = "long", HistorySize = 100_000, HistoryAge = TimeSpan.FromHours(1), PositionAge = PositionAge,
        Presence = true, JoinLeave = true, SlowReaders = SlowReaderPolicy.CatchUp,
    };

    /// <summary>No history; members, not announced.</summary>
    public static readonly ChannelRules Plain = new() { Namespace = "plain", Presence = true };

    public static NamespaceTable Table => new(new ChannelRules(), [Short, Long, Plain]);
}
