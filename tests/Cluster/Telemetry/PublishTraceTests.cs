using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Channels.Tests.Hosts;
using Stratus.Realtime.Cluster.Faults;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Telemetry;

/// <summary>
/// What two silos and two edges, with several subscribers each, tell a collector: a publish is one trace from socket to socket, over
/// four processes; of publications there is at most one grain call each, and one delivery per edge and batch.
/// </summary>
[Collection(FaultRuns.Name)]
public sealed class PublishTraceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int SubscribersPerEdge = 3;
    private const string Grains = "Microsoft.Orleans.Application";
    private const int GrainSpans = 6; // the call of the channel and of each edge, at both ends
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<Listener> _listeners = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { Timeout = Limit };
    private Collector? _collector;
    private ClusterProcesses? _cluster;

    private Collector Collected => _collector!;

    private ClusterProcesses Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _collector = await Collector.StartAsync();
        _cluster = await ClusterProcesses.StartAsync(new ClusterSettings { Silos = 2, Edges = 2, NodeArguments = _collector.Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Listener listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        _http.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_collector is not null)
        {
            await _collector.DisposeAsync();
        }
    }

    [Fact]
    public async Task Publications_OneByOne_AreEachOneTraceFromSocketToSockets()
    {
        const int Publications = 5;
        const string Channel = ClusterSettings.Stored + ":traced";
        await SubscribeAsync(Channel);
        (string Trace, string Caller)[] traces = [.. Enumerable.Range(0, Publications).Select(static _ => NewTrace())];
        for (int i = 0; i < Publications; i++)
        {
            await PublishAsync(Channel, traces[i].Trace, traces[i].Caller);
            await ReceivedAsync(i + 1); // or the next may go in the same delivery
        }

        foreach ((string trace, string caller) in traces)
        {
            ILookup<string, ExportedSpan> spans = await TraceAsync(trace, IsComplete);
            ExportedSpan api = Assert.Single(spans["api publish"]);
            ExportedSpan publish = Assert.Single(spans["publish"]);
            ExportedSpan send = Assert.Single(spans["send"]);
            ExportedSpan append = Assert.Single(spans["append"]);
            ExportedSpan store = Assert.Single(spans["store"]);
            Assert.Equal((caller, api.Id, publish.Id, append.Id), (api.Parent, publish.Parent, send.Parent, store.Parent));

            // The grain call: one, from the edge to the silo.
            ExportedSpan call = Assert.Single(spans.SelectMany(static group => group), span => span.Source == Grains && span.Parent == send.Id);
            ExportedSpan called = Assert.Single(spans.SelectMany(static group => group), span => span.Source == Grains && span.Parent == call.Id);
            Assert.Equal(called.Id, append.Parent);
            Assert.Equal(("stratus-edge", "stratus-silo"), (call.Service, called.Service));

            // A delivery for each edge, and there to all its subscribers.
            ExportedSpan[] deliveries = [.. spans["deliver"]];
            Assert.Equal(2, deliveries.Length);
            Assert.Equal(2, deliveries.Select(static span => span.Tags["stratus.edge"]).Distinct().Count());
            Assert.All(deliveries, span => Assert.Equal((publish.Id, append.Instance), (span.Parent, span.Instance)));
            Assert.All(spans["fan out"], static span => Assert.Equal($"{SubscribersPerEdge}", span.Tags["stratus.deliveries"]));
            Assert.Equal(2, spans["fan out"].Select(static span => span.Instance).Distinct().Count());
            AssertWhole(spans, caller);
        }

        foreach (string name in (string[])["stratus.silo.links.batches", "stratus.silo.publications", "stratus.log.append.duration", "stratus.channels.deliveries", "orleans-"])
        {
            await Wait.UntilAsync(() => Collected.HasInstrument(name), () => "the instrument " + name, Limit);
        }
    }

    // Each process exports its own part, in its own time.
    private static bool IsComplete(ILookup<string, ExportedSpan> spans) =>
        spans["fan out"].Count() == 2 && spans["deliver"].Count() == 2
        && ((string[])["api publish", "publish", "send", "append", "store"]).All(spans.Contains)
        && spans.SelectMany(static group => group).Count(static span => span.Source == Grains) >= GrainSpans;

    [Fact]
    public async Task Publications_ManyAtOnce_AreOneCallAtMostEachAndOneDeliveryPerEdgeAndBatch()
    {
        const int Publications = 300;
        const int AtOnce = 100; // fewer than a span has links: a delivery that is slow takes all of them, and each can be found
        const string Channel = ClusterSettings.Memory + ":traced";
        await SubscribeAsync(Channel);
        (string Trace, string Caller)[] traces = [.. Enumerable.Range(0, Publications).Select(static _ => NewTrace())];
        for (int published = 0; published < Publications; published += AtOnce)
        {
            await Parallel.ForEachAsync(
                traces.Skip(published).Take(AtOnce),
                new ParallelOptions { MaxDegreeOfParallelism = 32 },
                async (x, _) => await PublishAsync(Channel, x.Trace, x.Caller));
            await ReceivedAsync(published + AtOnce);
        }

        HashSet<string> own = [.. traces.Select(static x => x.Trace)];
        ExportedSpan[] spans = [];
        await Wait.UntilAsync(
            () =>
            {
                spans = [.. Collected.Spans.Where(span => own.Contains(span.Trace))];
                return Named("publish").Length == Publications && Named("deliver").Length == Named("fan out").Length
                    && Named("deliver").Sum(Size) == 2 * Publications && Named("send").Sum(Size) == Publications && Calls() >= Named("send").Length;
            },
            () => $"all spans: {string.Join(", ", spans.CountBy(static span => span.Name))}",
            Limit);

        int sends = Named("send").Length;
        int calls = Calls();
        output.WriteLine($"{Publications} publications by 2 edges: {sends} sends, {calls} grain calls, {Named("append").Length} appends, {Named("deliver").Length} deliveries.");
        Assert.InRange(calls, sends, Publications);

        // Every publication is in one batch of each link, and every batch is delivered once.
        string[] publications = [.. Named("publish").Select(static span => span.Id).Order()];
        Assert.Equal(2, Named("deliver").Select(static span => span.Tags["stratus.edge"]).Distinct().Count());
        Assert.All(Named("deliver").GroupBy(static span => span.Tags["stratus.edge"]), link =>
        {
            Assert.Equal(publications, link.SelectMany(static span => span.Links.Append(span.Parent)).Order());
            Assert.Equal(link.Count(), link.Select(static span => span.Tags["stratus.batch.number"]).Distinct().Count());
        });
        Assert.Equal(Publications * 2 * SubscribersPerEdge, Named("fan out").Sum(static span => int.Parse(span.Tags["stratus.deliveries"], null)));

        // Nothing but what was published began a trace: no heartbeat did.
        Assert.DoesNotContain(Collected.Spans, static span => span.Source == Grains && span.Parent.Length == 0);

        ExportedSpan[] Named(string name) => [.. spans.Where(span => span.Name == name)];
        int Calls() => spans.Count(span => span.Source == Grains && Named("send").Any(send => send.Id == span.Parent));
    }

    private static int Size(ExportedSpan span) => int.Parse(span.Tags["stratus.batch.size"], null);

    private static (string Trace, string Caller) NewTrace() => (RandomNumberGenerator.GetHexString(32, lowercase: true), RandomNumberGenerator.GetHexString(16, lowercase: true));

    // Each span's parent is there, but for the first one's.
    private static void AssertWhole(ILookup<string, ExportedSpan> spans, string caller)
    {
        HashSet<string> ids = [caller, .. spans.SelectMany(static group => group).Select(static span => span.Id)];
        Assert.All(spans.SelectMany(static group => group), span => Assert.Contains(span.Parent, ids));
    }

    private async Task SubscribeAsync(string channel)
    {
        for (int i = 0; i < 2 * SubscribersPerEdge; i++)
        {
            _listeners.Add(await Listener.StartAsync(Cluster.Edges[i % 2].Address, channel));
        }

        await Wait.UntilAsync(() => _listeners.All(static listener => listener.IsSubscribed), () => "everybody to be subscribed\n" + Cluster.Output, Limit);
    }

    private Task ReceivedAsync(int count) =>
        Wait.UntilAsync(() => _listeners.All(listener => listener.Publications == count), () => $"everybody to have {count}\n" + Cluster.Output, Limit);

    private async Task<ILookup<string, ExportedSpan>> TraceAsync(string trace, Func<ILookup<string, ExportedSpan>, bool> isComplete)
    {
        ILookup<string, ExportedSpan> Find() => Collected.Spans.Where(span => span.Trace == trace).ToLookup(static span => span.Name);
        await Wait.UntilAsync(() => isComplete(Find()), () => $"trace {trace}: {string.Join(", ", Find().Select(static group => $"{group.Key} x {group.Count()}"))}", Limit);
        return Find();
    }

    private async Task PublishAsync(string channel, string trace, string caller)
    {
        Uri edge = Cluster.Edges[trace[0] % 2].Address;
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(edge, "/api/publish"))
        {
            Content = new StringContent($"{{\"channel\":\"{channel}\",\"data\":1}}", Encoding.UTF8, "application/json"),
            Headers = { { "X-API-Key", ClusterSettings.ApiKey }, { "traceparent", $"00-{trace}-{caller}-01" } },
        };
        using HttpResponseMessage answer = await _http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"result\"", text, StringComparison.Ordinal);
    }
}
