using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Tests.Clients.Native;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>
/// Every code that the edge uses is seen on the wire: one row each, which provokes exactly it. A code without a row, or a
/// row without a code, is a failure.
/// </summary>
public sealed class CodesOnTheWireTests
{
    private const int Unsubscribes = 2000;
    private const int Disconnects = 3000;

    private static readonly string Ann = MessagingEdge.Token("ann");

    private static readonly Dictionary<int, Func<Run, Task>> Provocations = new()
    {
        [100] = static async run =>
        {
            run.Gateway.ReadingMembers = static () => throw new GatewayUnavailableException();
            await run.CallAsync("presence", """{"channel":"room:a"}""");
        },
        [101] = static run => run.CallAsync("connect", "{}"),
        [102] = static run => run.CallAsync("subscribe", """{"channel":"unknown:a"}"""),
        [103] = static run => run.CallAsync("subscribe", """{"channel":"plain"}"""),
        [104] = static run => run.CallAsync("rpc", "{}"),
        [105] = static async run =>
        {
            await run.Client.SubscribeAsync("open:a");
            await run.CallAsync("subscribe", """{"channel":"open:a"}""");
        },
        [106] = static async run =>
        {
            await run.Client.SubscribeAsync("open:1");
            await run.Client.SubscribeAsync("open:2");
            await run.CallAsync("subscribe", """{"channel":"open:3"}""");
        },
        [107] = static run => run.CallAsync("publish", """{"channel":""}"""),
        [108] = static run => run.CallAsync("history", """{"channel":"live:a"}"""),
        [109] = static run => run.CallAsync("refresh", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"exp\":1")}\"}}"),
        [111] = static async run =>
        {
            for (int i = 0; i < 9; i++)
            {
                await run.Client.CallAsync("unsubscribe", """{"channel":"open:a"}""");
            }

            await run.CallAsync("unsubscribe", """{"channel":"open:a"}""");
        },
        [112] = static run => run.CallAsync("history", """{"channel":"open:a","since":{"epoch":"other","offset":1}}"""),

        [2000] = static async run =>
        {
            await run.Client.SubscribeAsync("open:a");
            await run.Edge.CallAsync("unsubscribe", """{"user":"ann","channel":"open:a"}""");
        },
        [2500] = static async run =>
        {
            await run.Client.SubscribeAsync("open:a");
            await run.ForgetAsync("open:a");
        },
        [2501] = static async run =>
        {
            await run.Client.SubscribeAsync("open:a", $"\"token\":\"{MessagingEdge.Token("ann", "open:a", $"\"exp\":{SessionTokenTests.In(run.Time, 1)}")}\"");
            run.Time.Advance(TimeSpan.FromSeconds(26));
        },

        [3001] = static run =>
        {
            run.Stopping = run.Edge.Host.StopAsync();
            return Task.CompletedTask;
        },
        [3004] = static async run =>
        {
            run.Edge.Host.MayBeTroubled = true;
            run.Gateway.ReadingMembers = static () => throw new InvalidOperationException("A fault that the test provokes.");
            await run.Client.BeginAsync("presence", """{"channel":"room:a"}""");
        },
        [3005] = static run => run.Edge.CallAsync("refresh", """{"user":"ann","expired":true}"""),
        [3006] = static async run =>
        {
            await run.Edge.CallAsync("subscribe", $"{{\"user\":\"ann\",\"channel\":\"open:a\",\"expire_at\":{SessionTokenTests.In(run.Time, 1)}}}");
            Assert.Equal("subscribe", (await run.Client.PushAsync()).Kind);
            await run.Client.CallAsync("unsubscribe", """{"channel":"open:never"}""");
            run.Time.Advance(TimeSpan.FromSeconds(26));
        },
        [3008] = static async run =>
        {
            await run.Client.SubscribeAsync("live:a");
            await run.Edge.PublishTogetherAsync("live:a", [1000, 1000, 1000]);
        },
        [3010] = static async run =>
        {
            await run.Edge.CallAsync("subscribe", """{"user":"ann","channel":"open:a"}""");
            Assert.Equal("subscribe", (await run.Client.PushAsync()).Kind);
            await run.ForgetAsync("open:a");
        },
        [3012] = static async run =>
        {
            run.Client.AnswersPings = false;
            run.Time.Advance(TimeSpan.FromSeconds(25));
            Assert.Equal("{}", (await run.Client.ReceiveAsync()).GetRawText());
            run.Time.Advance(TimeSpan.FromSeconds(10));
        },
        [3013] = static run => run.Client.SendAsync([.. Enumerable.Repeat("""{"send":{"data":1}}""", 20)]),
        [3500] = static run => run.Client.BeginAsync("refresh", """{"token":"x"}"""),
        [3501] = static run => run.Client.SendAsync("nonsense"),
        [3502] = static run =>
        {
            run.Time.Advance(TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        },
        [3503] = static run => run.Edge.CallAsync("disconnect", """{"user":"ann"}"""),
        [3504] = static async run =>
        {
            await using NativeClient other = await run.Edge.ConnectAsync(Ann);
            await run.Client.BeginAsync("connect", $"{{\"token\":\"{Ann}\"}}");
            run.Seen.Add((await run.Client.ClosedAsync()).Code);
        },
        [3505] = static run => run.Client.BeginAsync("connect", $"{{\"token\":\"{MessagingEdge.Token("ann", "\"channels\":[\"open:1\",\"open:2\",\"open:3\"]")}\"}}"),
        [3506] = static run => run.Client.Wire.SendAsync(Wire.ClientFrames.Binary([1])),
    };

    // Those that come before the client is connected.
    private static readonly int[] Before = [101, 3502, 3504, 3505];

    public static TheoryData<int> Codes =>
    [
        .. ReplyError.All.Select(static error => error.Code), .. UnsubscribeCode.All.Select(static code => code.Code), .. DisconnectCode.All.Select(static code => code.Code),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Code_Provoked_IsSeenOnTheWire(int code)
    {
        TestGateway gateway = new();
        ManualTime time = new();
        await using MessagingEdge edge = await MessagingEdge.StartAsync(
            time, gateway.Register, "--Clients:AllowAnonymous=false", "--Clients:Limits:MaxChannels=2", "--Clients:Limits:MaxQueueOctets=2000",
            "--Clients:Limits:MaxCommandsPerSecond=10", "--Clients:Limits:MaxConnectionsPerUser=1");
        await using NativeClient client = await edge.OpenAsync();
        Run run = new(edge, client, gateway, time);
        if (!Before.Contains(code))
        {
            await client.ConnectAsync(Ann);
        }
        else
        {
            await client.Wire.SendAsync(Wire.ClientFrames.Ping("x"));
            Assert.Equal("x", (await client.Wire.ReceiveAsync()).Text); // its loop runs
        }

        await Provocations[code](run);

        int seen = run.Seen.Count != 0 ? run.Seen[0]
            : code >= Disconnects ? (await client.ClosedAsync()).Code
            : (int)(await NextUnsubscribeAsync(client)).Body.Number("code");
        Assert.Equal(code, seen);
        AssertCounted(edge, code);
        await run.Stopping;
    }

    [Fact]
    public void Provocations_AreOfCodesThatAreUsed() => Assert.Equal(
        ReplyError.All.Select(static e => e.Code).Concat(UnsubscribeCode.All.Select(static c => c.Code)).Concat(DisconnectCode.All.Select(static c => c.Code)).Order(),
        Provocations.Keys.Order());

    public static TheoryData<string, string> Faults => new()
    {
        { nameof(CommandFaultKind.EmptyMessage), "" },
        { nameof(CommandFaultKind.MalformedJson), "{" },
        { nameof(CommandFaultKind.TooDeep), $$$"""{"id":1,"send":{"data":{{{new string('[', 65) + new string(']', 65)}}}}}""" },
        { nameof(CommandFaultKind.NotAnObject), "7" },
        { nameof(CommandFaultKind.LoneSurrogate), """{"id":1,"rpc":{"method":"\udc00"}}""" },
        { nameof(CommandFaultKind.RepeatedField), """{"id":1,"id":1}""" },
        { nameof(CommandFaultKind.InvalidField), """{"id":1,"rpc":{"method":1}}""" },
        { nameof(CommandFaultKind.NoId), """{"rpc":{}}""" },
        { nameof(CommandFaultKind.NoMethod), """{"id":1}""" },
        { nameof(CommandFaultKind.SeveralMethods), """{"id":1,"rpc":{},"send":{}}""" },
        { nameof(CommandFaultKind.UnknownMethod), """{"id":1,"fly":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_Provoked_IsSaidAndCounted(string kind, string message)
    {
        await using MessagingEdge edge = await MessagingEdge.StartAsync();
        await using NativeClient client = await edge.ConnectAsync();

        await client.SendAsync(message);

        (int code, string reason) = await client.ClosedAsync();
        Assert.Equal(3501, code);
        Assert.StartsWith("bad request: ", reason, StringComparison.Ordinal);
        Assert.Equal(["fault=" + kind], edge.Meter.Tags("stratus.clients.faults"));
    }

    [Fact]
    public void Faults_AreAllThatThereAre() => Assert.Equal(
        Enum.GetNames<CommandFaultKind>().Where(static kind => kind != nameof(CommandFaultKind.None)).Order(), Faults.Select(static row => row.Data.Item1).Order());

    private static void AssertCounted(MessagingEdge edge, int code)
    {
        double counted = code switch
        {
            3001 => 1, // the drain's farewell is the route's, and counted with the connection's end
            >= Disconnects => edge.Disconnected(code),
            >= Unsubscribes => 1,
            _ => edge.Refused(code),
        };
        Assert.Equal(1, counted);
    }

    private static async Task<Push> NextUnsubscribeAsync(NativeClient client)
    {
        Push push = await client.PushAsync();
        while (push.Kind != "unsubscribe")
        {
            push = await client.PushAsync();
        }

        return push;
    }

    private sealed class Run(MessagingEdge edge, NativeClient client, TestGateway gateway, ManualTime time)
    {
        public MessagingEdge Edge => edge;

        public NativeClient Client => client;

        public TestGateway Gateway => gateway;

        public ManualTime Time => time;

        public List<int> Seen { get; } = [];

        public Task Stopping { get; set; } = Task.CompletedTask;

        public async Task CallAsync(string method, string arguments) => Seen.Add((await client.CallAsync(method, arguments)).Error);

        /// <summary>The channel loses its memory, and goes on with a new epoch.</summary>
        public async Task ForgetAsync(string channel)
        {
            await edge.PublishAsync(channel, "1");
            Assert.Equal("1", await client.PublicationAsync());
            gateway.Channels.Forget(channel);
            await edge.PublishAsync(channel, "2");

            // Each channel is asked now and then whether it is where it was: not all at the same beat.
            time.Advance(TimeSpan.FromSeconds(31));
            for (int beat = 0; beat < 8; beat++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}
