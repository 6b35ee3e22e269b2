using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Api;

/// <summary>What one request of the server API may cost: options where there are some, constants for the rest.</summary>
internal sealed class ApiLimits(IOptions<ApiOptions> api, IOptions<ClientLimitOptions> clients)
{
    /// <summary>The most channels that a listing names.</summary>
    public const int MaxListedChannels = 10_000;

    /// <summary>The most octets of publications in one page of history; a page has at least one publication.</summary>
    public const int MaxHistoryOctets = 16 << 20;

    /// <summary>The most tags of a publication.</summary>
    public const int MaxTags = 64;

    /// <summary>The most octets of a publication's tags, names and values together.</summary>
    public const int MaxTagOctets = 4096;

    /// <summary>The most octets of an idempotency key.</summary>
    public const int MaxIdempotencyKeyOctets = 255;

    /// <summary>How many channels of a broadcast, or commands of a parallel batch, are under way at a time.</summary>
    public const int Parallelism = 64;

    public int MaxBodyOctets { get; } = api.Value.MaxBodyOctets;

    public int MaxBatchCommands { get; } = api.Value.MaxBatchCommands;

    public int MaxChannelsPerBroadcast { get; } = api.Value.MaxChannelsPerBroadcast;

    public int MaxChannelNameOctets { get; } = clients.Value.MaxChannelNameOctets;

    /// <summary>The most publications in one page of history.</summary>
    public int MaxHistoryLimit { get; } = clients.Value.MaxHistoryLimit;
}
