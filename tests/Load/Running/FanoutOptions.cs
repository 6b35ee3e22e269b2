using Stratus.Realtime.Load.Net;

namespace Stratus.Realtime.Load.Running;

/// <summary>The shape of a fan-out. Subscriber i is on channel i mod channels.</summary>
internal sealed record FanoutOptions
{
    public required int Publishers { get; init; }

    public required int Channels { get; init; }

    public required int Subscribers { get; init; }

    /// <summary>Publications under way in all, where there is no rate.</summary>
    public required int Window { get; init; }

    /// <summary>Publications a second in all; null: as many as the window lets through.</summary>
    public double? Rate { get; init; }

    /// <summary>How many of a hundred subscribers stop reading once they are subscribed.</summary>
    public double StalledPercent { get; init; }

    /// <summary>What channels' names begin with.</summary>
    public string ChannelPrefix { get; init; } = "";

    /// <summary>Where the publishers connect; null: where the subscribers do.</summary>
    public Target? PublishTarget { get; init; }

    /// <summary>Payload octets, marker included.</summary>
    public required int SizeOctets { get; init; }

    public int Stalled => (int)Math.Ceiling(Subscribers * StalledPercent / 100);

    /// <summary>Stalled subscribers are spread evenly among the others.</summary>
    public bool IsStalled(int subscriber) =>
        (long)subscriber * Stalled / Subscribers != ((long)subscriber + 1) * Stalled / Subscribers;
}
