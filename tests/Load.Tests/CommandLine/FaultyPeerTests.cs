using System.Text.Json;
using Stratus.Realtime.Load.CommandLine;
using Stratus.Realtime.Load.Tests.Peers;

namespace Stratus.Realtime.Load.Tests.CommandLine;

/// <summary>The whole tool against servers that do one thing wrong: it finds it, and says so by its exit code.</summary>
public sealed class FaultyPeerTests
{
    private const string Doubled = "doubled";
    private const string Lost = "lost";

    [Theory]
    [InlineData(PeerFault.Loses, Lost)]
    [InlineData(PeerFault.Doubles, Doubled)]
    [InlineData(PeerFault.Swaps, "outOfOrder")]
    [InlineData(PeerFault.Damages, "damaged")]
    [InlineData(PeerFault.Misroutes, "misrouted")]
    [InlineData(PeerFault.Closes, "connectionFaults")]
    public void Echo_OneFault_IsCountedAndIs1(PeerFault fault, string count)
    {
        using FaultyPeer peer = new(fault);
        Dictionary<string, long> counts = Run(1, "echo", "--url", peer.EchoUrl, "--connections", "1", "--rate", "500");

        Assert.True(counts[count] > 0, count);
        // What is changed or goes astray does not arrive either, nor what still waits to be swapped when the run ends.
        AssertNone(counts, count, fault is PeerFault.Damages or PeerFault.Misroutes or PeerFault.Closes or PeerFault.Swaps ? Lost : count);
    }

    // Most of a large message is not looked at.
    [Theory]
    [InlineData(PeerFault.Loses, Lost)]
    [InlineData(PeerFault.Doubles, Doubled)]
    [InlineData(PeerFault.Damages, "damaged")]
    [InlineData(PeerFault.Shortens, "damaged")]
    [InlineData(PeerFault.Misroutes, "misrouted")]
    public void Echo_LargeMessagesOneFault_IsCountedAndIs1(PeerFault fault, string count)
    {
        using FaultyPeer peer = new(fault);
        Dictionary<string, long> counts = Run(1, "echo", "--url", peer.EchoUrl, "--connections", "1", "--rate", "500", "--size", "300000");

        Assert.True(counts[count] > 0, count);
        AssertNone(counts, count, fault is PeerFault.Doubles ? count : Lost);
    }

    [Theory]
    [InlineData(PeerFault.Loses, Lost)]
    [InlineData(PeerFault.Doubles, Doubled)]
    [InlineData(PeerFault.Swaps, "outOfOrder")]
    [InlineData(PeerFault.Damages, "damaged")]
    [InlineData(PeerFault.Misroutes, "misrouted")]
    [InlineData(PeerFault.Closes, "connectionFaults")]
    public void Fanout_OneFault_IsCountedAndIs1(PeerFault fault, string count)
    {
        using FaultyPeer peer = new(fault);
        Dictionary<string, long> counts = Run(1, "fanout", "--url", peer.NativeUrl, "--subscribers", "3", "--rate", "200");

        Assert.True(counts[count] > 0, count);
        AssertNone(counts, count, fault is PeerFault.Damages or PeerFault.Misroutes or PeerFault.Closes or PeerFault.Swaps ? Lost : count);
    }

    [Fact]
    public void Echo_ServerStopsReading_IsNotWaitedForWithoutEnd()
    {
        using FaultyPeer peer = new(PeerFault.StopsReading);
        Dictionary<string, long> counts = Run(1, "echo", "--url", peer.EchoUrl, "--connections", "1", "--rate", "500", "--size", "1048576");

        Assert.Equal(1, counts["connectionFaults"]);
        AssertNone(counts, "connectionFaults", Lost);
    }

    [Theory]
    [InlineData("--rate", "500")]
    [InlineData("--depth", "4")]
    [InlineData("--size", "70000")]
    [InlineData("--threads", "2")]
    public void Echo_NoFault_CountsNone(string option, string value)
    {
        using FaultyPeer peer = new(PeerFault.None);
        Dictionary<string, long> counts = Run(null, "echo", "--url", peer.EchoUrl, "--connections", "3", option, value);

        Assert.True(counts["delivered"] > 0);
        AssertNone(counts);
    }

    [Theory]
    [InlineData("--takeover", "yes")]
    [InlineData("--takeover", "no")]
    [InlineData("--window-bits", "9")]
    [InlineData("--size", "44")]
    [InlineData("--size", "300000")]
    [InlineData("--depth", "4")]
    public void Echo_DeflatedNoFault_CountsNone(string option, string value)
    {
        using FaultyPeer peer = new(PeerFault.None);
        Dictionary<string, long> counts = Run(null, "echo", "--url", peer.EchoUrl, "--connections", "3", "--deflate", option, value);

        Assert.True(counts["delivered"] > 0);
        AssertNone(counts);
    }

    [Theory]
    [InlineData(PeerFault.Loses, Lost)]
    [InlineData(PeerFault.Doubles, Doubled)]
    [InlineData(PeerFault.Damages, "damaged")]
    [InlineData(PeerFault.RefusesDeflate, "connectionFaults")]
    [InlineData(PeerFault.SpoilsDeflate, "connectionFaults")]
    public void Echo_DeflatedOneFault_IsCountedAndIs1(PeerFault fault, string count)
    {
        using FaultyPeer peer = new(fault);
        Dictionary<string, long> counts = Run(1, "echo", "--url", peer.EchoUrl, "--connections", "1", "--rate", "200", "--deflate");

        Assert.True(counts[count] > 0, count);
        AssertNone(counts, count, Lost);
    }

    [Theory, InlineData("ascii"), InlineData("mixed")]
    public void Echo_TextKinds_CountNone(string kind)
    {
        using FaultyPeer peer = new(PeerFault.None);
        Dictionary<string, long> counts = Run(null, "echo", "--url", peer.EchoUrl, "--connections", "3", "--size", "1000", "--text-kind", kind);

        Assert.True(counts["delivered"] > 0);
        AssertNone(counts);
    }

    [Theory]
    [InlineData(1, 66, "--binary")]
    [InlineData(300, 3000, "--deflate")]
    public void Echo_NoFault_SaysWhatTheServerSends(int least, int most, string option)
    {
        using FaultyPeer peer = new(PeerFault.None);
        JsonElement report = Report(null, "echo", "--url", peer.EchoUrl, "--connections", "3", option);

        // A message at either end of the measured part may be counted with half of its octets.
        Assert.InRange(report.GetProperty("receivedOctetsPerMessage").GetDouble(), least, most * 1.05);
    }

    [Theory]
    [InlineData("--rate", "200")]
    [InlineData("--window", "3")]
    [InlineData("--threads", "2")]
    [InlineData("--publishers", "5")]
    public void Fanout_NoFault_CountsNone(string option, string value)
    {
        using FaultyPeer peer = new(PeerFault.None);
        Dictionary<string, long> counts = Run(null, "fanout", "--url", peer.NativeUrl, "--channels", "2", "--subscribers", "6", option, value);

        Assert.True(counts["delivered"] > 0);
        AssertNone(counts);
    }

    [Fact]
    public void Fanout_PublishUrl_IsWherePublishersConnect()
    {
        using FaultyPeer subscribed = new(PeerFault.None);
        using FaultyPeer published = new(PeerFault.None);
        string[] arguments = ["fanout", "--url", subscribed.NativeUrl, "--subscribers", "3", "--rate", "200", "--publish-url"];

        AssertNone(Run(null, [.. arguments, subscribed.NativeUrl]));

        // The two know nothing of each other.
        Dictionary<string, long> counts = Run(1, [.. arguments, published.NativeUrl]);
        Assert.True(counts[Lost] > 0);
        Assert.Equal(0, counts["delivered"]);
        AssertNone(counts, Lost);
    }

    [Fact]
    public void Idle_NoFault_Is0()
    {
        using FaultyPeer peer = new(PeerFault.None);

        AssertNone(Run(0, "idle", "--url", peer.EchoUrl, "--connections", "150"));
        AssertNone(Run(0, "idle", "--url", peer.NativeUrl, "--dialect", "native", "--channels", "2", "--connections", "20"));
    }

    [Fact]
    public void Idle_OfThisProcess_SaysWhatConnectingCostsAndCollects()
    {
        using FaultyPeer peer = new(PeerFault.None);
        int before = GC.CollectionCount(GC.MaxGeneration);
        JsonElement report = Report(0, "idle", "--url", peer.EchoUrl, "--connections", "150", "--pid", $"{Environment.ProcessId}", "--collect");

        Assert.True(report.GetProperty("connectsPerSecond").GetDouble() > 0);
        Assert.True(report.GetProperty("serverMicrosecondsPerConnect").GetDouble() >= 0);
        // Empty, with the first connections, with all.
        Assert.True(GC.CollectionCount(GC.MaxGeneration) - before >= 3);
    }

    private static Dictionary<string, long> Run(int? exit, params string[] arguments) => Report(exit, arguments).EnumerateObject()
        .Where(property => property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out _))
        .ToDictionary(property => property.Name, property => property.Value.GetInt64());

    private static JsonElement Report(int? exit, params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int found = Commands.Run([.. arguments, "--warmup", "0", "--seconds", "0.4", "--drain", "3", "--json"], output, error);
        // Without a fault the figures may still be refused: this process is the server, too, and others are testing beside it.
        Assert.True(exit is { } wanted ? found == wanted : found != ExitCode.Faulty, $"exit code {found}\n{error}");

        using JsonDocument report = JsonDocument.Parse(output.ToString());
        return report.RootElement.Clone();
    }

    private static void AssertNone(Dictionary<string, long> counts, params string[] but) =>
        Assert.All(new[] { Lost, Doubled, "outOfOrder", "misrouted", "damaged", "connectionFaults" }.Except(but), count => Assert.True(counts[count] == 0, $"{count}: {counts[count]}"));
}
