using Stratus.Realtime.Protocol;

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

    public static WebSocketTimes ToTimes(this TimeOptions options) => new()
    {
        PingInterval = options.PingInterval,
        PongTimeout = options.PongTimeout,
        CloseTimeout = options.CloseTimeout,
        CloseLinger = options.CloseLinger,
    };
}
