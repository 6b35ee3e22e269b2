using System.Diagnostics;
using System.Net;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Hosts;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Containers.Chat;

// Everyone is in every channel. The server API publishes through the balancer all the time, clients do when they are asked to. At the
// end publishing stops, everyone has to arrive at the top of every channel, and the checker compares what was acknowledged with what
// each client was told.

/// <summary>A chat that goes on while something happens to the cluster.</summary>
internal sealed class ChatRun : IAsyncDisposable
{
    private static readonly TimeSpan LiveLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    // The cluster may end a subscription whose position is not certain; who then recovers has lost nothing.
    private static readonly CheckRules Rules = new(MayLosePosition: true, MayForget: false, CarryingShare: 0);

    private readonly CancellationTokenSource _publishing = new();
    private readonly Ledger _ledger = new();
    private readonly ChannelPublisher[] _publishers;
    private readonly List<Task> _running = [];
    private readonly List<Task> _publications = [];

    private ChatRun(IPEndPoint balancer, string key, IReadOnlyList<Func<IPEndPoint>> places, string kind, int channels, int clientsAPlace)
    {
        string name = Guid.NewGuid().ToString("N")[..8];
        Channels = [.. Enumerable.Range(1, channels).Select(number => $"{kind}:{name}-{number}")];
        Api = new ClusterApi(balancer, key, Counts);
        Clients =
        [
            .. from place in Enumerable.Range(0, places.Count)
               from number in Enumerable.Range(1, clientsAPlace)
               select new ChatClient($"client {place + 1}.{number}", Channels, places, place, _ledger, Counts),
        ];
        _publishers = [.. Channels.Select(channel => new ChannelPublisher(channel, Api, _ledger))];
    }

    public IReadOnlyList<string> Channels { get; }

    /// <summary>As many at each place.</summary>
    public IReadOnlyList<ChatClient> Clients { get; }

    public ClusterApi Api { get; }

    public RunCounts Counts { get; } = new();

    /// <summary>What was published, by number.</summary>
    public IReadOnlyDictionary<int, Sent> Sent => _ledger.Sent;

    /// <summary>The longest time that a channel's publisher waited from one acknowledgement to the next.</summary>
    public TimeSpan LongestWait => _publishers.Max(static publisher => publisher.LongestWait);

    /// <summary>Begins on the edges of a cluster; all clients are subscribed then.</summary>
    public static Task<ChatRun> BeginAsync(ContainerCluster cluster, string kind, int channels, int clientsAnEdge) => BeginAsync(
        cluster.Balancer.Endpoint(ContainerCluster.HttpPort),
        ClusterSettings.ApiKey,
        [.. cluster.Edges.Select<Node, Func<IPEndPoint>>(static edge => () => edge.Endpoint(ContainerCluster.HttpPort))],
        kind,
        channels,
        clientsAnEdge);

    /// <summary>Begins; all clients are subscribed then.</summary>
    /// <param name="balancer">The balancer's HTTP.</param>
    /// <param name="key">The key of the server API.</param>
    /// <param name="places">Where clients connect.</param>
    /// <param name="kind">The namespace.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="clientsAPlace">How many clients begin at each place.</param>
    public static async Task<ChatRun> BeginAsync(
        IPEndPoint balancer, string key, IReadOnlyList<Func<IPEndPoint>> places, string kind, int channels, int clientsAPlace)
    {
        ChatRun run = new(balancer, key, places, kind, channels, clientsAPlace);
        run._running.AddRange(run.Clients.Select(static client => client.RunAsync()));
        if (!await run.AreLiveAsync())
        {
            string report = run.Report();
            await run.DisposeAsync();
            Assert.Fail($"Not everyone was subscribed within {LiveLimit.TotalSeconds} s.\n{report}");
        }

        return run;
    }

    /// <summary>Lets the server API publish to every channel, until the end.</summary>
    public void Publish() => _publications.AddRange(_publishers.Select(publisher => publisher.RunAsync(_publishing.Token)));

    /// <summary>Waits until every client is subscribed; false when not.</summary>
    public Task<bool> AreLiveAsync() => Bounded.UntilAsync(() => Clients.All(static client => client.IsLive), LiveLimit);

    /// <summary>Waits for so many publications more to be acknowledged.</summary>
    public async Task GrowAsync(int publications)
    {
        int wanted = _ledger.CountOf(SentOutcome.Acknowledged) + publications;
        bool has = await Bounded.UntilAsync(() => _ledger.CountOf(SentOutcome.Acknowledged) >= wanted || _publications.Exists(static p => p.IsCompleted), LiveLimit);
        Assert.True(has, $"There were not {publications} publications within {LiveLimit.TotalSeconds} s.\n{Report()}");
    }

    /// <summary>Waits until certain clients are present in the first channel, by the server API: it is told a moment after they are subscribed.</summary>
    /// <returns>Who is there at the end of the wait, in order.</returns>
    public async Task<string[]> MembersAsync(IReadOnlyCollection<string> expected, TimeSpan limit)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            string[] members = await Api.MembersAsync(Channels[0]);
            if (waited.Elapsed > limit || members.ToHashSet().SetEquals(expected))
            {
                return [.. members.Order()];
            }

            await Task.Delay(Step);
        }
    }

    /// <summary>Ends publishing and judges: nobody lost a publication, saw one twice or late, or was told so.</summary>
    public async Task<CheckResult> JudgeAsync()
    {
        await _publishing.CancelAsync();
        await Task.WhenAll(_publications);
        Dictionary<string, StreamPosition> tops = [];
        foreach (string channel in Channels)
        {
            tops[channel] = await Api.TopAsync(channel);
        }

        Journal[] journals = [.. Clients.SelectMany(static client => client.Journals)];
        await Bounded.UntilAsync(() => journals.All(journal => journal.IsAt(tops[journal.Channel])), TopLimit);
        CheckResult result = Checker.Check(journals, _ledger.Sent, tops, Rules);
        string troubles = string.Join('\n', [.. Counts.Faults, .. result.Breaches.Take(20).Select(static breach => $"{breach.Kind}: {breach.Text}")]);
        Assert.True(troubles.Length == 0, $"{troubles}\n{Report()}");
        Assert.Equal(0, result.NotRecovered);
        Assert.Equal(Channels.Count, result.Epochs);
        return result;
    }

    /// <summary>What happened, in words.</summary>
    public string Report() => string.Join('\n', [
        $"{Clients.Count} clients, {Clients.Count(static c => c.IsLive)} of them subscribed, {Channels.Count} channels, {_ledger.Count} publications, "
            + $"{_ledger.CountOf(SentOutcome.Acknowledged)} acknowledged, longest wait {LongestWait.TotalSeconds:0.00} s",
        .. Counts.Events.Select(static e => $"{e.Key}: {e.Value}"),
        .. Clients.SelectMany(static c => c.Ends).CountBy(static end => end).Select(static e => $"connections at place {e.Key.Place + 1} ended with {e.Key.CloseCode}: {e.Value}"),
    ]);

    public async ValueTask DisposeAsync()
    {
        await _publishing.CancelAsync();
        foreach (ChatClient client in Clients)
        {
            client.Leave();
        }

        await Task.WhenAll(_running);
        await Task.WhenAll(_publications).ContinueWith(static _ => { }, TaskScheduler.Default);
        Api.Dispose();
        _publishing.Dispose();
    }
}
