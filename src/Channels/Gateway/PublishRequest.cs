namespace Stratus.Realtime.Channels;

/// <summary>What is to become a publication.</summary>
/// <param name="Data">The payload: one well-formed JSON value in valid UTF-8 without raw newlines.</param>
public sealed record PublishRequest(ReadOnlyMemory<byte> Data)
{
    /// <summary>Who publishes; null for a server.</summary>
    public ClientInfo? Info { get; init; }

    /// <summary>What goes with it; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// Makes a repetition harmless: as long as the first publication with this key is in history, the others get its
    /// position and publish nothing. Not together with <see cref="SkipHistory"/>; without history it has no effect.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Delivers without keeping: no offset, at most once.</summary>
    public bool SkipHistory { get; init; }

    /// <summary>The trace that it belongs to, as W3C Trace Context writes it (traceparent), when that is recorded; null otherwise.</summary>
    public string? TraceParent { get; init; }
}
