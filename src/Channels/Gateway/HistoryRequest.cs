namespace Stratus.Realtime.Channels;

/// <summary>Which part of a channel's history.</summary>
/// <param name="Limit">The most publications; 0 for the position alone, -1 for all that is kept.</param>
/// <param name="Since">Those after this position, or before it in reverse; null for all.</param>
/// <param name="Reverse">Newest first.</param>
public readonly record struct HistoryRequest(int Limit, Position? Since = null, bool Reverse = false)
{
    /// <summary>The most octets of payload; at least one publication is returned if there is one.</summary>
    public int MaxOctets { get; init; } = int.MaxValue;
}
