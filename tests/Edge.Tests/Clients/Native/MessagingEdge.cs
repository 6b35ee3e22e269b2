using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Tokens;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>An edge in this process with namespaces for messaging, a token key and an API key.</summary>
internal sealed class MessagingEdge : IAsyncDisposable
{
    public const string Path = "/connection/websocket";
    private const string ApiKey = "for-tests-0123456789";

    private static readonly string[] Defaults =
    [
        "--Clients:AllowAnonymous=true",
        "--Clients:Tokens:Keys:0:Algorithm=HS256",
        "--Clients:Tokens:Keys:0:Secret=" + TokenMaker.Secret,
        "--Api:Keys:0=" + ApiKey,
        .. Open("open", "HistorySize=10000"),
        .. Open("room", "HistorySize=100", "Presence=true", "JoinLeave=true"),
        .. Open("live"),
    ];

    private readonly HttpClient _http;

    private MessagingEdge(EdgeHost host)
    {
        Host = host;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address(Road.Http1), Timeout = Bounded.Limit };
        _http.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
    }

    public EdgeHost Host { get; }

    public EdgeMeter Meter => Host.Meter;

    public static Task<MessagingEdge> StartAsync(params string[] options) => StartAsync(TimeProvider.System, options);

    public static Task<MessagingEdge> StartAsync(TimeProvider time, params string[] options) => StartAsync(time, static _ => { }, options);

    public static async Task<MessagingEdge> StartAsync(TimeProvider time, Action<WebApplicationBuilder> configure, params string[] options) =>
        new(await EdgeHost.StartAsync(time, configure, [.. Defaults, .. options]));

    /// <summary>The options of a namespace, such as "HistorySize=10".</summary>
    public static string[] Namespace(string name, params string[] options) => [.. options.Select(o => $"--Channels:Namespaces:{name}:{o}")];

    /// <summary>The same, where everyone may do everything.</summary>
    public static string[] Open(string name, params string[] options) =>
        Namespace(name, ["Subscribe=Anyone", "Publish=Anyone", "ReadHistory=Anyone", "ReadPresence=Anyone", .. options]);

    /// <summary>A connection token for a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="claims">Other claims, such as <c>"exp":1</c>.</param>
    public static string Token(string user, string claims = "") =>
        TokenMaker.Sign($"{{\"sub\":\"{user}\"{(claims.Length == 0 ? "" : "," + claims)}}}");

    /// <summary>A subscription token.</summary>
    public static string Token(string user, string channel, string claims) =>
        Token(user, $"\"channel\":\"{channel}\"{(claims.Length == 0 ? "" : "," + claims)}");

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>The most octets that have waited for one client.</summary>
    public long QueueHighWater => Get<ClientMetrics>().QueueHighWater.Value;

    public ChannelHub Hub => Get<ChannelHub>();

    /// <summary>How often a limit was reached.</summary>
    public double Reached(string option) => Meter.Sum("stratus.clients.limits", "option=" + option);

    /// <summary>How often commands were refused with this error.</summary>
    public double Refused(int code) => Meter.Sum("stratus.clients.refusals", $"code={code}");

    /// <summary>How often the edge ended connections with this code.</summary>
    public double Disconnected(int code) => Meter.Sum("stratus.clients.disconnects", $"code={code}");

    /// <summary>An open WebSocket on the messaging route, nothing said yet.</summary>
    public async Task<NativeClient> OpenAsync(Road road = Road.Http1, string? offer = null, int? receiveBufferOctets = null) =>
        new(await Host.OpenAsync(road, offer, Path, receiveBufferOctets));

    /// <summary>A connected client.</summary>
    public async Task<NativeClient> ConnectAsync(string? token = null, Road road = Road.Http1, string? offer = null, int? receiveBufferOctets = null)
    {
        NativeClient client = await OpenAsync(road, offer, receiveBufferOctets);
        await client.ConnectAsync(token);
        return client;
    }

    /// <summary>A connected client that is subscribed to a channel.</summary>
    public async Task<NativeClient> SubscribeAsync(string channel, string? token = null)
    {
        NativeClient client = await ConnectAsync(token);
        await client.SubscribeAsync(channel);
        return client;
    }

    /// <summary>A command of the server API; returns what is answered, a result or an error.</summary>
    public async Task<JsonElement> AskAsync(string method, string arguments)
    {
        using StringContent content = new(arguments, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("api/" + method, UriKind.Relative), content);
        string text = await answer.Content.ReadAsStringAsync();
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The same; fails the test when the command is refused.</summary>
    public async Task<JsonElement> CallAsync(string method, string arguments)
    {
        JsonElement answer = await AskAsync(method, arguments);
        Assert.True(answer.Has("result"), answer.GetRawText());
        return answer.GetProperty("result");
    }

    /// <summary>Publishes as a server; returns the position.</summary>
    public async Task<(string Epoch, long Offset)> PublishAsync(string channel, string data)
    {
        JsonElement result = await CallAsync("publish", $"{{\"channel\":\"{channel}\",\"data\":{data}}}");
        return (result.Text("epoch"), result.Number("offset"));
    }

    /// <summary>Publishes numbers, each filled to a size, past the API; returns the channel's epoch.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="last">The last number.</param>
    /// <param name="octets">How large each is.</param>
    /// <param name="burst">How many reach the channel, and the edge's subscribers, at once.</param>
    /// <param name="first">The first number.</param>
    public async Task<string> PublishManyAsync(string channel, int last, int octets, int burst = 1, int first = 1)
    {
        string epoch = "";
        for (int i = first; i <= last; i += burst)
        {
            epoch = await PublishTogetherAsync(channel, [.. Enumerable.Repeat(octets, Math.Min(burst, last + 1 - i))], i);
        }

        return epoch;
    }

    /// <summary>Publishes numbers of these sizes that reach the channel, and the edge's subscribers, at once.</summary>
    public async Task<string> PublishTogetherAsync(string channel, int[] octets, int first = 1)
    {
        Burst published = new(octets.Length);
        PublishLane lane = null!;
        foreach ((int i, int size) in octets.Index())
        {
            lane = Get<ChannelPublisher>().Enqueue(channel, new PublishRequest(Numbered(first + i, size)), published, i);
        }

        lane.Flush();
        return await published.Task.WaitAsync(Bounded.Limit);
    }

    /// <summary>A JSON string of this many octets that begins with a number.</summary>
    public static byte[] Numbered(int number, int octets) => Encoding.ASCII.GetBytes($"\"{number:D7}{new string('x', octets - 9)}\"");

    /// <summary>Gives sockets of the edge the smallest buffers, so that a client that does not read is noticed soon.</summary>
    public static void SmallBuffers(WebApplicationBuilder builder) => builder.WebHost.UseSockets(static sockets =>
    {
        sockets.MaxWriteBufferSize = 4096;
        sockets.CreateBoundListenSocket = static endpoint =>
        {
            Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 4096; // accepted sockets inherit it
            return socket;
        };
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }

    private sealed class Burst : TaskCompletionSource<string>, IPublishCompletion
    {
        private int _left;

        public Burst(int count)
            : base(TaskCreationOptions.RunContinuationsAsynchronously) => _left = count;

        public void OnPublished(long tag, PublishOutcome outcome, Position position)
        {
            if (outcome != PublishOutcome.Done)
            {
                TrySetException(new InvalidOperationException($"A publication was not appended: {outcome}."));
            }
            else if (Interlocked.Decrement(ref _left) == 0)
            {
                TrySetResult(position.Epoch);
            }
        }
    }
}
