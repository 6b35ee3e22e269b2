using Stratus.Realtime.Channels;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Options;

/// <summary>The edge's options as the engine's and the channels'.</summary>
internal static class OptionMapping
{
    public static WebSocketLimits ToLimits(this LimitOptions options) => new()
    {
        MaxMessageOctets = options.MaxMessageOctets,
        MaxInflatedOctets = options.MaxInflatedOctets,
        MaxFragments = options.MaxFragments,
        MaxControlFramesPerSecond = options.MaxControlFramesPerSecond,
    };

    public static WebSocketLimits ToLimits(this ClientLimitOptions options) => new()
    {
        MaxMessageOctets = options.MaxMessageOctets,
        MaxInflatedOctets = options.MaxInflatedOctets,
        MaxFragments = options.MaxFragments,
        MaxControlFramesPerSecond = options.MaxCommandsPerSecond,
    };

    public static WebSocketTimes ToTimes(this TimeOptions options) => new()
    {
        PingInterval = options.PingInterval,
        PongTimeout = options.PongTimeout,
        CloseTimeout = options.CloseTimeout,
        CloseLinger = options.CloseLinger,
    };

    public static OriginPolicy ToPolicy(this OriginOptions options) =>
        options.Allowed.Count == 0 ? OriginPolicy.Any : OriginPolicy.Allow(options.Allowed);

    public static NamespaceTable ToNamespaceTable(this ChannelOptions options) =>
        new(options.Default.ToRules(""), options.Namespaces.Select(static n => n.Value.ToRules(n.Key)));

    private static ChannelRules ToRules(this NamespaceOptions options, string name) => new()
    {
        Namespace = name,
        HistorySize = options.HistorySize,
        HistoryAge = options.HistoryAge,
        PositionAge = options.PositionAge,
        Presence = options.Presence,
        JoinLeave = options.JoinLeave,
        SlowReaders = options.SlowReaders,
        Access = new ChannelAccess
        {
            Subscribe = options.Subscribe,
            Publish = options.Publish,
            History = options.ReadHistory,
            Presence = options.ReadPresence,
        },
        ProxySubscribe = options.ProxySubscribe,
        ProxyPublish = options.ProxyPublish,
    };
}
