namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Where a case can run. A case that cannot is left out, not failed.</summary>
[Flags]
public enum Applicability
{
    FuzzerAsClient = 1,
    FuzzerAsServer = 2,
    Http1 = 4,
    Http2 = 8,

    Everywhere = FuzzerAsClient | FuzzerAsServer | Http1 | Http2,

    /// <summary>Tests a server's reading of an HTTP/1.1 request.</summary>
    ServersOverHttp1 = FuzzerAsClient | Http1,

    /// <summary>Tests a client, which only HTTP/1.1 reaches.</summary>
    Clients = FuzzerAsServer | Http1,
    Servers = FuzzerAsClient | Http1 | Http2,
}
