using System.Collections.Concurrent;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>Runs cases against a <see cref="SimplePeer"/> in memory and virtual time.</summary>
internal static class FaultRun
{
    /// <summary>Two messages show what a thousand do: the second one is where the context counts.</summary>
    private const int Messages = 2;

    private static readonly ConcurrentDictionary<(PeerFault, bool), Lazy<BadVerdicts>> Known = new();

    public static Catalogue Catalogue { get; } = new(Messages);

    public static IEnumerable<CaseRow> All => Catalogue.Public.Concat(Catalogue.Strict);

    public static CaseRow Row(string id) => All.Single(row => row.Id == id);

    /// <summary>The cases that a peer of this role can be run against over HTTP/1.1.</summary>
    public static IEnumerable<CaseRow> For(bool peerIsServer, IEnumerable<CaseRow> rows) =>
        rows.Where(row => row.AppliesIn(peerIsServer ? Applicability.FuzzerAsClient : Applicability.FuzzerAsServer, Applicability.Http1));

    /// <summary>All but what takes long: category 9, seventeen of the eighteen rows of each compression family, and the bombs.</summary>
    public static IEnumerable<CaseRow> Light(bool peerIsServer) => For(peerIsServer, All).Where(row => row.Category switch
    {
        "9" => false,
        "12" or "13" => row.Id.EndsWith(".5", StringComparison.Ordinal),
        _ => !row.Inflates,
    });

    public static CaseResult Run(CaseRow row, bool peerIsServer, PeerFault fault, MemoryLinkOptions? options = null)
    {
        CaseRun run = new(row, new CaseRunOptions { IsServer = !peerIsServer, Agent = "SimplePeer", Host = "localhost", Target = "/", Seed = 1 });
        return MemoryLink.Run(run, new SimplePeer(peerIsServer, fault), options);
    }

    /// <summary>The bad verdicts of a peer on the light cases; each peer runs once for all tests.</summary>
    public static BadVerdicts Verdicts(PeerFault fault, bool peerIsServer) =>
        Known.GetOrAdd((fault, peerIsServer), _ => new(() => new(Light(peerIsServer).Select(row => Run(row, peerIsServer, fault))))).Value;
}
