namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Who runs a case, against whom, and where its keys come from.</summary>
public sealed record CaseRunOptions
{
    /// <summary>True: the fuzzer is the server and the peer under test a client.</summary>
    public bool IsServer { get; init; }

    /// <summary>The peer's name in reports; null takes a server's from its Server header.</summary>
    public string? Agent { get; init; }

    /// <summary>As client: value of the Host header.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>As client: path and query.</summary>
    public string Target { get; init; } = "/";

    /// <summary>Masking keys and the handshake's key come from here.</summary>
    public int Seed { get; init; }

    /// <summary>Shares compressed messages with other runs; null compresses anew.</summary>
    public DeflateMemo? Memo { get; init; }

    /// <summary>Wall clock time for the report.</summary>
    public DateTimeOffset Started { get; init; }
}
