using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Options;

/// <summary>The edge's options as the engine's.</summary>
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
}
