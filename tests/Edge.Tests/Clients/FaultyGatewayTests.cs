using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>
/// A dozen clients above a gateway whose calls and batches are late, lost and repeated. They recover as SDKs do: each ends
/// with every publication once and in order, or was told that it could not have them.
/// </summary>
public sealed class FaultyGatewayTests
{
    private const int Clients = 12;
    private const int Publications = 300;
    private const string Channel = "open:a";

    private static readonly FaultPlan Network = new()
    {
        Delay = 0.2, LongestDelay = TimeSpan.FromMilliseconds(10), LoseCall = 0.05, LoseAnswer = 0.05, RepeatCall = 0.05,
        LoseBatch = 0.05, LoseAcknowledgement = 0.05, RepeatBatch = 0.05,
    };

    private static readonly FaultPlan Cluster = Network with { SwallowBatch = 0.02, MoveChannel = 0.02, EndLease = 0.01 };

    private static readonly FaultPlan Amnesia = Cluster with { ForgetChannel = 0.01 };

    [Theory]
    [InlineData("network")]
    [InlineData("cluster")]
    public async Task Clients_AboveAFaultyGateway_StayComplete(string kind)
    {
        FaultyRun run = new(kind == "network" ? Network : Cluster);
        await using MessagingEdge edge = await run.StartAsync();

        IReadOnlyList<FollowingClient> clients = await run.PublishToFollowersAsync(edge);

        Assert.All(clients, static client =>
        {
            Assert.Equal(0, client.LostPositions);
            Assert.Equal(Enumerable.Range(1, client.Numbers.Count), client.Numbers); // each once, in order
            Assert.Equal(client.Numbers.Select(static n => (long)n), client.Offsets);
        });
    }

    // A channel that loses its memory: what nobody has any more cannot come, but nobody is left to believe that it did. The
    // edge may have to ask to find that out.
    [Fact]
    public async Task Clients_AboveAForgetfulGateway_AreToldWhatTheyLost()
    {
        FaultyRun run = new(Amnesia, new FastTime(10));
        await using MessagingEdge edge = await run.StartAsync();

        IReadOnlyList<FollowingClient> clients = await run.PublishToFollowersAsync(edge);

        Assert.All(clients, static client =>
        {
            Assert.Equal(client.Numbers.Order(), client.Numbers);
            Assert.True(client.LostPositions > 0 || client.Numbers.Take(Publications).SequenceEqual(Enumerable.Range(1, Publications)), "A gap that nobody spoke of.");
        });
    }

    /// <summary>An edge above faults of one seed.</summary>
    private sealed class FaultyRun
    {
        private readonly FaultPlan _plan;
        private readonly TimeProvider _time;
        private readonly int _seed = FuzzSeed.Next();
        private FaultyGateway? _gateway;
        private ChannelPublisher? _publisher;

        public FaultyRun(FaultPlan plan, TimeProvider? time = null)
        {
            _plan = plan;
            _time = time ?? TimeProvider.System;
            TestContext.Current.SendDiagnosticMessage($"{FuzzSeed.Name}={_seed}");
        }

        public Task<MessagingEdge> StartAsync() => MessagingEdge.StartAsync(
            _time,
            builder =>
            {
                builder.Services.AddSingleton(s => new InProcessGateway(s.GetRequiredService<NamespaceTable>(), _time));
                builder.Services.AddSingleton<IChannelGateway>(s => _gateway = new FaultyGateway(s.GetRequiredService<InProcessGateway>(), _plan, _seed, _time));
            },
            "--Clients:Limits:MaxCommandsPerSecond=1000000", "--Clients:Times:PingInterval=01:00:00",
            "--Clients:Times:Connect=00:02:00", "--Edge:Times:Handshake=00:02:00"); // time may be fast

        /// <summary>Publishes while clients follow the channel, half of them losing their connections again and again.</summary>
        public async Task<IReadOnlyList<FollowingClient>> PublishToFollowersAsync(MessagingEdge edge)
        {
            FollowingClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new FollowingClient(edge, Channel, new Random(_seed + i), drops: i % 2 == 0))];
            await Task.WhenAll(clients.Select(static c => c.BeginAsync()));
            Task[] following = [.. clients.Select(static c => Task.Run(() => c.FollowAsync(Publications)))];
            int number = 0;
            while (number < Publications)
            {
                await PublishAsync(++number);
            }

            // Who begins anew at the top needs something to come after it.
            _gateway!.IsActive = false;
            Task all = Task.WhenAll(following).WaitAsync(Bounded.Limit * 6);
            while (!all.IsCompleted)
            {
                await PublishAsync(++number);
                await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(20)));
            }

            await all;
            Assert.InRange(_gateway.Faults, 50, long.MaxValue);
            return clients;
        }

        // More patient than the edge's own, as every publication has to be there.
        private async Task PublishAsync(int number)
        {
            _publisher ??= new ChannelPublisher(_gateway!, "publisher", _time) { GiveUpAfter = TimeSpan.FromHours(1) };
            await _publisher.PublishAsync(Channel, new PublishRequest(MessagingEdge.Numbered(number, 20))).AsTask().WaitAsync(Bounded.Limit);
        }
    }
}
