namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>How the opening handshake differs from the plain one. All of it is optional.</summary>
public sealed record Opening
{
    public static Opening Plain { get; } = new();

    /// <summary>As client: text of Sec-WebSocket-Extensions, in place of the offers of <see cref="CaseRow.Compression"/>.</summary>
    public string? ExtensionOffer { get; init; }

    /// <summary>As client: Sec-WebSocket-Protocol's values, in order of preference.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>Header lines added to the request (as client) or to the response (as server).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>As client: these octets in place of the request.</summary>
    public Func<OpeningContext, byte[]>? RawRequest { get; init; }

    /// <summary>As server: these octets in place of the 101 response. The connection counts as open after them.</summary>
    public Func<OpeningContext, byte[]>? RawResponse { get; init; }

    /// <summary>Octets of frames appended to the handshake in the same write: early data.</summary>
    public bool TogetherWithScript { get; init; }

    /// <summary>Write the handshake in pieces of this many octets.</summary>
    public int? Chop { get; init; }

    /// <summary>With <see cref="Chop"/>: the pause before each piece but the first. A slow handshake.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>How long the peer has for its half of the handshake.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);
}
