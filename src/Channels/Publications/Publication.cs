namespace Stratus.Realtime.Channels;

/// <summary>An entry of a channel. Never changed once made: history, links and subscribers share it.</summary>
public sealed class Publication
{
    /// <summary>The payload: one well-formed JSON value in valid UTF-8 without raw newlines.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Its place in the channel, from 1; 0 for one without a place (no history, or history skipped).</summary>
    public long Offset { get; init; }

    /// <summary>Who published it; null when a server did.</summary>
    public ClientInfo? Info { get; init; }

    /// <summary>What the server API attached to it; null when nothing.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>When it was appended, in milliseconds since 1970 (UTC).</summary>
    public long TimeMilliseconds { get; init; }

    /// <summary>Octets that it counts for in limits: the payload's.</summary>
    public int Octets => Data.Length;
}
