using System.Collections.Concurrent;
using System.Diagnostics;
using Stratus.Realtime.Channels.Tests.Hosting;
using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>
/// Publishers, clients, a hub and a gateway with faults, in real time and on many threads. At the end nothing goes wrong any
/// more, and everything must come right by itself.
/// </summary>
internal sealed class SimulationWorld : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<SimulatedClient, Task> _connecting = new();
    private readonly ConcurrentQueue<string> _losses = new();
    private readonly SimulationGround _ground;
    private readonly ChannelPublisher _publisher;
    private long _seen;
    private long _recoveries;

    public SimulationWorld(SimulationPlan plan)
    {
        Plan = plan;
        NamespaceTable namespaces = new(new ChannelRules(), [Rules]);
        TimeSpan hostsLease = plan.Nodes is { NeedsShortLease: true } ? Short : Long;
        LinkLimits links = new() { Heartbeat = Beat, Lease = hostsLease, MaxEvents = plan.MaxLinkEvents };
        _ground = plan.Nodes is { } nodes ? new NodeGround(plan, nodes, namespaces, links) : new InProcessGround(plan, namespaces, links);
        IChannelGateway gateway = plan.Wrap(_ground.Gateway);
        Hub = new ChannelHub(gateway, namespaces, TimeProvider.System, new HubLimits
        {
            MaxRecoveryPublications = 1_000_000,
            MaxRecoveryOctets = int.MaxValue,
            MaxHistoryReads = 4,
            GiveUpAfter = Long,
            CheckInterval = TimeSpan.FromMilliseconds(100),
            Beat = Beat,
            Lease = plan.Faults.EndLease > 0 ? Short : hostsLease,
        }, () => { });
        _publisher = new ChannelPublisher(gateway, Hub.Edge, TimeProvider.System) { GiveUpAfter = Long };
    }

    public SimulationPlan Plan { get; }

    public ChannelHub Hub { get; }

    public Ledger Ledger { get; } = new();

    public bool IsStopping { get; private set; }

    // However slow the machine is, a run is not empty.
    private bool HasHappened => Seen >= 100 && Recoveries >= 10 && (!Plan.HasFaults || Faults >= 3);

    public long Faults => _ground.Faults;

    /// <summary>How often somebody was told that something was missed.</summary>
    public IReadOnlyCollection<string> Losses => _losses;

    public long Seen => Volatile.Read(ref _seen);

    public long Recoveries => Volatile.Read(ref _recoveries);

    public string Channel(Random random) => $"long:{random.Next(Plan.Channels)}";

    public void CountSeen() => Interlocked.Increment(ref _seen);

    public void CountRecovery(bool wasRecovering) => Interlocked.Add(ref _recoveries, wasRecovering ? 1 : 0);

    public void CountLoss(string what) => _losses.Enqueue(what);

    public bool IsConnecting(SimulatedClient client) => _connecting.TryGetValue(client, out Task? task) && !task.IsCompleted;

    public void Connect(SimulatedClient client) => _connecting[client] = client.ConnectAsync();

    /// <summary>Runs from beginning to end; breaches are in the ledger.</summary>
    public async Task RunAsync()
    {
        SimulatedClient[] clients = [.. Enumerable.Range(0, Plan.Clients).Select(number => new SimulatedClient(number, this))];
        Task[] publishing = [.. Enumerable.Range(0, Plan.Publishers).Select(number => Task.Run(() => PublishAsync(number)))];
        Task[] living = [.. clients.Select(client => Task.Run(client.RunAsync))];
        Stopwatch clock = Stopwatch.StartNew();
        await UntilAsync(() => clock.Elapsed >= Plan.Duration && HasHappened, () => "enough to happen");
        IsStopping = true;
        await Task.WhenAll([.. publishing, .. living]).WaitAsync(Plan.Bound);
        await _ground.CalmAsync().WaitAsync(Plan.Bound);
        await Task.WhenAll(clients.Select(client => client.FinishAsync(Top))).WaitAsync(Plan.Bound);
        foreach (string channel in Enumerable.Range(0, Plan.Channels).Select(number => $"long:{number}"))
        {
            string expected = Names(clients.Where(client => client.IsPresent && client.Channel == channel).Select(client => client.Name));
            await UntilAsync(() => Names(Members(channel)) == expected, () => $"the members of {channel} to be {expected}; they are {Names(Members(channel))}");
        }

        Ledger.CheckOrder(allKnown: !Plan.MayForget);
        clients.ToList().ForEach(client => client.Leave());
        await UntilAsync(
            () => Hub.ChannelCount + _publisher.LaneCount + Attached() == 0,
            () => $"nothing to be left: {Hub.ChannelCount} channels of the hub, {_publisher.LaneCount} lanes, {Attached()} attached channels");
    }

    public void Dispose()
    {
        Hub.Dispose();
        _ground.Dispose();
    }

    private ChannelRules Rules => SampleRules.Long with
    {
        HistorySize = Plan.HistorySize,
        Durability = Plan.Nodes?.Durability ?? ChannelDurability.Memory,
    };

    // Calls on which nothing goes wrong are complete when they return, or soon.
    private Position Top(string channel) => _ground.Truth.ReadHistoryAsync(channel, new HistoryRequest(0)).AsTask().Result.Top;

    private IEnumerable<string> Members(string channel) => _ground.Truth.ReadMembersAsync(channel).AsTask().Result.Select(member => member.Client);

    private Task UntilAsync(Func<bool> condition, Func<string> what) => Wait.UntilAsync(condition, what, Plan.Bound);

    private int Attached() => _ground.Truth.ListChannelsAsync("", int.MaxValue).AsTask().Result.Count;

    private static string Names(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    // Does not wait for one burst before the next: order must hold all the same.
    private async Task PublishAsync(int number)
    {
        Random random = new(unchecked((Plan.Seed * 31) + number));
        Queue<Task> underWay = new();
        int published = 0;
        while (!IsStopping)
        {
            string channel = Channel(random);
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                bool isKept = random.Next(10) != 0;
                string text = $"{number}-{published++}";
                PublishRequest request = Text.Request(text) with { SkipHistory = !isKept, IdempotencyKey = isKept && random.Next(3) == 0 ? text : null };
                for (int times = request.IdempotencyKey is null ? 1 : 2; times > 0; times--)
                {
                    underWay.Enqueue(SayAsync(channel, request, text, _publisher.PublishAsync(channel, request)));
                }
            }

            await Task.Delay(random.Next(3));
            while (underWay.Count > 100 || (underWay.TryPeek(out Task? first) && first.IsCompleted))
            {
                await underWay.Dequeue();
            }
        }

        await Task.WhenAll(underWay);
    }

    private async Task SayAsync(string channel, PublishRequest request, string text, ValueTask<Position> publishing)
    {
        Position position = await publishing;
        if (!request.SkipHistory)
        {
            Ledger.Say(channel, position, text, "its publisher");
        }
    }
}
