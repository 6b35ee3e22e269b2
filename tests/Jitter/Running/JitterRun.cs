using System.Diagnostics;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Hosts;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Sdk;

namespace Stratus.Realtime.Jitter.Tests.Running;

// All clients come; then, for the plan's time, there are publications and cuts (and faults of the gateway); then both end,
// everyone comes to the top, and leaves. Nothing must be left at the edge.

/// <summary>One run against one edge.</summary>
internal sealed class JitterRun : IAsyncDisposable
{
    private static readonly TimeSpan StageLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TopsLimit = TimeSpan.FromSeconds(1);

    // A channel that forgot while nobody asks it anything is noticed by the edge's check of each channel, every 30 s.
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(45);
    private static readonly string[] HubInstruments =
    [
        "stratus.channels.recovered", "stratus.channels.not_recovered", "stratus.channels.holes",
        "stratus.channels.positions_lost", "stratus.channels.links_lost", "stratus.channels.fell_behind",
    ];

    private readonly JitterPlan _plan;
    private readonly int _seed;
    private readonly JitterEdge _edge;
    private readonly ApiClient _api;
    private readonly Course _course = new();
    private readonly Ledger _ledger = new();
    private readonly RunCounts _counts = new();
    private readonly string[] _channels;
    private readonly NativeClient[] _clients;
    private readonly SdkClients? _sdk;

    private JitterRun(JitterPlan plan, int seed, JitterEdge edge)
    {
        _plan = plan;
        _seed = seed;
        _edge = edge;
        _api = new ApiClient(edge.Address, JitterEdge.ApiKey);
        Random random = new(seed);
        _channels = [.. Enumerable.Range(1, plan.Channels).Select(static i => $"{JitterEdge.Namespace}:{i}")];
        _clients = [.. Enumerable.Range(1, plan.Clients).Select(i => new NativeClient(
            $"client {i}", ChooseChannels(random), edge.EndPoint, _course, _ledger, _counts, random.Next()))];
        if (plan.SdkClients != 0)
        {
            (string, string[])[] plans = [.. Enumerable.Range(1, plan.SdkClients).Select(i => ($"SDK client {i}", ChooseChannels(random)))];
            _sdk = SdkClients.Start(edge.Address, plans, _counts, random.Next());
        }
    }

    private IEnumerable<Journal> Journals => _clients.SelectMany(static client => client.Journals).Concat(_sdk?.Journals ?? []);

    /// <summary>Runs a plan to its end.</summary>
    /// <exception cref="TimeoutException">It did not end within its limit.</exception>
    public static async Task<JitterReport> RunAsync(JitterPlan plan, int seed)
    {
        await using JitterEdge edge = await JitterEdge.StartAsync(plan.Faults, seed);
        await using JitterRun run = new(plan, seed, edge);
        JitterReport report = await run.RunAsync().WaitAsync(plan.Limit);
        foreach (string line in edge.Log.Lines)
        {
            report.Counts.Fault("The edge logged: " + line);
        }

        return report;
    }

    public async ValueTask DisposeAsync()
    {
        _course.Leave();
        _api.Dispose();
        if (_sdk is not null)
        {
            await _sdk.DisposeAsync();
        }

        _course.Dispose();
    }

    private async Task<JitterReport> RunAsync()
    {
        Task[] clients = [.. _clients.Select(static client => Task.Run(client.RunAsync))];
        await ReachAsync("not all clients subscribed", () => Journals.All(static journal => journal.IsLive));
        await BreakAsync(isBreaking: true);
        await new PublisherPump(_clients, _channels, new ApiPublisher(_api, _ledger, _counts, repeats: !_plan.Rules.MayForget), _seed)
            .RunAsync(_plan.Duration, _plan.PublicationsPerSecond);
        await BreakAsync(isBreaking: false);

        Dictionary<string, StreamPosition> tops = await SettleAsync();
        Dictionary<string, long> hub = HubInstruments.ToDictionary(static name => name[(name.LastIndexOf('.') + 1)..], name => _edge.Gauges[name]);
        _course.Leave();
        await Task.WhenAll(clients);
        if (_sdk is not null)
        {
            await _sdk.LeaveAsync();
        }

        await CheckNothingIsLeftAsync();
        CheckResult check = Checker.Check(Journals, _ledger.Sent, tops, _plan.Rules);
        return new JitterReport(_seed, check, _counts, _ledger, _edge.FaultyGateway?.Faults ?? 0, hub);
    }

    private string[] ChooseChannels(Random random)
    {
        string[] channels = [.. _channels];
        random.Shuffle(channels);
        return channels[.._plan.ChannelsPerClient];
    }

    private async Task BreakAsync(bool isBreaking)
    {
        _course.IsCutting = isBreaking;
        if (_sdk is not null)
        {
            await _sdk.CutAsync(isBreaking);
        }

        if (_edge.FaultyGateway is { } gateway)
        {
            gateway.IsActive = isBreaking;
        }
    }

    // A publication whose connection was cut may still be on its way when the API has answered everything: so the tops are
    // asked for again until everyone is there.
    private async Task<Dictionary<string, StreamPosition>> SettleAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            Dictionary<string, StreamPosition> tops = await TopsAsync();
            if (await Bounded.UntilAsync(() => Journals.All(journal => journal.IsAt(tops[journal.Channel])), TopsLimit))
            {
                return tops;
            }

            if (clock.Elapsed > SettleLimit)
            {
                int behind = Journals.Count(journal => !journal.IsAt(tops[journal.Channel]));
                _counts.Fault($"After {SettleLimit.TotalSeconds} s {behind} journals are not at the top.");
                return tops;
            }
        }
    }

    private async Task<Dictionary<string, StreamPosition>> TopsAsync()
    {
        Dictionary<string, StreamPosition> tops = [];
        foreach (string channel in _channels)
        {
            tops.Add(channel, await _api.TopAsync(channel));
        }

        return tops;
    }

    private async Task CheckNothingIsLeftAsync()
    {
        await ReachAsync("connections are left at the edge", () => _edge.Gauges["stratus.connections.open"] == 0);
        await ReachAsync("sessions are left at the edge", () => _edge.Gauges["stratus.sessions.open"] == 0);
        await ReachAsync("channels are left at the edge", () => _edge.Gauges["stratus.channels.open"] == 0);
        foreach (string channel in _channels)
        {
            int present = await _api.PresentAsync(channel);
            if (present != 0)
            {
                _counts.Fault($"{present} clients are still present in {channel}.");
            }
        }
    }

    private async Task ReachAsync(string complaint, Func<bool> condition)
    {
        if (!await Bounded.UntilAsync(condition, StageLimit))
        {
            _counts.Fault($"After {StageLimit.TotalSeconds} s {complaint}.");
        }
    }
}
