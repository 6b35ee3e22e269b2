using System.Text;
using System.Text.Json;
using Stratus.Realtime.Edge.Tests.Echo;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>
/// A client of the native protocol, right or wrong as it is told, without any code of src: frames by the tests' own wire,
/// JSON by JsonDocument. What comes while something else is awaited is set aside. One thread at a time.
/// </summary>
internal sealed class NativeClient(WebSocketClient wire) : IAsyncDisposable
{
    // Deeper than the edge lets payloads be.
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 256 };

    private readonly RawDeflate _deflate = new();
    private readonly Queue<JsonElement> _lines = new();
    private readonly Queue<Push> _pushes = new();
    private readonly Dictionary<int, Reply> _replies = [];
    private int _lastId;

    public WebSocketClient Wire => wire;

    /// <summary>The id that the edge gave it, once it is connected.</summary>
    public string Id { get; private set; } = "";

    /// <summary>False to let pings be lines like others.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>How many messages came, and how many of them compressed.</summary>
    public (int All, int Compressed) Messages { get; private set; }

    /// <summary>Sends one text frame of these lines.</summary>
    public Task SendAsync(params string[] lines) => wire.SendAsync(ClientFrames.Text(string.Join('\n', lines)));

    /// <summary>Connects; fails the test when the edge refuses.</summary>
    public async Task<Reply> ConnectAsync(string? token = null, string subs = "")
    {
        string[] fields = [token is null ? "" : $"\"token\":\"{token}\"", subs.Length == 0 ? "" : $"\"subs\":{subs}"];
        Reply reply = await CallAsync("connect", $"{{{string.Join(',', fields.Where(static f => f.Length != 0))}}}");
        Assert.True(reply.Error == 0, reply.ToString());
        Id = reply.Result.Text("client");
        return reply;
    }

    /// <summary>Subscribes; fails the test when the edge refuses.</summary>
    public async Task<Reply> SubscribeAsync(string channel, string fields = "")
    {
        Reply reply = await CallAsync("subscribe", $"{{\"channel\":\"{channel}\"{(fields.Length == 0 ? "" : "," + fields)}}}");
        Assert.True(reply.Error == 0, reply.ToString());
        return reply;
    }

    /// <summary>Subscribes from a position.</summary>
    public Task<Reply> RecoverAsync(string channel, string epoch, long offset) =>
        SubscribeAsync(channel, $"\"recover\":true,\"epoch\":\"{epoch}\",\"offset\":{offset}");

    /// <summary>Publishes; fails the test when the edge refuses.</summary>
    public async Task PublishAsync(string channel, string data)
    {
        Reply reply = await CallAsync("publish", $"{{\"channel\":\"{channel}\",\"data\":{data}}}");
        Assert.True(reply.Error == 0, reply.ToString());
    }

    /// <summary>Sends a command and waits for its reply.</summary>
    public async Task<Reply> CallAsync(string method, string arguments) => await ReplyAsync(await BeginAsync(method, arguments));

    /// <summary>Sends a command; returns its id.</summary>
    public async Task<int> BeginAsync(string method, string arguments)
    {
        int id = ++_lastId;
        await SendAsync(Command(id, method, arguments));
        return id;
    }

    public static string Command(int id, string method, string arguments) => $"{{\"id\":{id},\"{method}\":{arguments}}}";

    /// <summary>The reply to a command.</summary>
    public async Task<Reply> ReplyAsync(int id)
    {
        Reply reply;
        while (!_replies.Remove(id, out reply))
        {
            await SortAsync();
        }

        return reply;
    }

    /// <summary>The next push.</summary>
    public async Task<Push> PushAsync()
    {
        Push push;
        while (!_pushes.TryDequeue(out push))
        {
            await SortAsync();
        }

        return push;
    }

    /// <summary>The next push, which must be a publication; returns its data.</summary>
    public async Task<string> PublicationAsync()
    {
        Push push = await PushAsync();
        Assert.Equal("pub", push.Kind);
        return push.Body.GetProperty("data").GetRawText();
    }

    /// <summary>The next publications, which must have these offsets in this order, and numbered data to match.</summary>
    public async Task ReadAsync(long first, long last)
    {
        for (long offset = first; offset <= last; offset++)
        {
            Push push = await PushAsync();
            Assert.Equal(("pub", offset), (push.Kind, push.Body.Number("offset")));
            Assert.StartsWith($"{offset:D7}", push.Body.Text("data"), StringComparison.Ordinal);
        }
    }

    /// <summary>The pushes that came before the edge has answered everything that was sent so far.</summary>
    public async Task<IReadOnlyList<Push>> PushesSoFarAsync()
    {
        Assert.Equal(104, (await CallAsync("rpc", "{}")).Error); // no application is asked: a command that does nothing
        Push[] pushes = [.. _pushes];
        _pushes.Clear();
        return pushes;
    }

    /// <summary>The next line, whatever it is.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        while (true)
        {
            while (_lines.Count == 0)
            {
                await ReceiveMessageAsync();
            }

            JsonElement line = _lines.Dequeue();
            if (!AnswersPings || line.EnumerateObject().Any())
            {
                return line;
            }

            await SendAsync("{}");
        }
    }

    /// <summary>How the edge closes the connection, after whatever comes before; the closing handshake is ended.</summary>
    public async Task<(int Code, string Reason)> ClosedAsync()
    {
        try
        {
            while (true)
            {
                await SortAsync();
            }
        }
        catch (ClosedException closed)
        {
            await wire.SendAsync(ClientFrames.Close(closed.Code is >= 3000 and < 5000 ? closed.Code : 1000));
            await wire.AssertEndAsync();
            return (closed.Code, closed.Reason);
        }
    }

    /// <summary>Says goodbye, as a client that means it.</summary>
    public async Task LeaveAsync()
    {
        await wire.SendAsync(ClientFrames.Close(1000));
        Assert.Equal((1000, ""), await EndAsync());
    }

    /// <summary>Is lost: TCP ends by a reset.</summary>
    public void Vanish() => wire.Reset();

    public async ValueTask DisposeAsync()
    {
        _deflate.Dispose();
        await wire.DisposeAsync();
    }

    private async Task<(int Code, string Reason)> EndAsync()
    {
        try
        {
            while (true)
            {
                await SortAsync();
            }
        }
        catch (ClosedException closed)
        {
            await wire.AssertEndAsync();
            return (closed.Code, closed.Reason);
        }
    }

    private async Task SortAsync()
    {
        JsonElement line = await ReceiveAsync();
        if (line.TryGetProperty("push", out JsonElement push))
        {
            _pushes.Enqueue(new Push(push));
        }
        else
        {
            _replies.Add(line.GetProperty("id").GetInt32(), new Reply(line)); // a second reply is a failure
        }
    }

    private async Task ReceiveMessageAsync()
    {
        ServerFrame frame = await wire.ReceiveAsync();
        Assert.True(frame.Fin, "The edge does not cut messages.");
        switch (frame.Opcode)
        {
            case ServerFrame.TextOpcode:
                Split(frame);
                break;
            case ServerFrame.PingOpcode:
                await wire.SendAsync(ClientFrames.Frame(ClientFrames.Fin | ServerFrame.PongOpcode, frame.Payload));
                break;
            case ServerFrame.CloseOpcode:
                throw new ClosedException(frame.CloseCode, frame.CloseReason);
            default:
                Assert.Fail($"Opcode {frame.Opcode} is not expected here.");
                break;
        }
    }

    private void Split(ServerFrame frame)
    {
        Messages = (Messages.All + 1, Messages.Compressed + (frame.Compressed ? 1 : 0));
        string text = frame.Text;
        if (frame.Compressed)
        {
            text = Encoding.UTF8.GetString(_deflate.Inflate(frame.Payload));
            _deflate.ForgetWindow(); // the edge compresses each message on its own
        }

        foreach (string line in text.Split('\n'))
        {
            using JsonDocument document = JsonDocument.Parse(line, Json);
            _lines.Enqueue(document.RootElement.Clone());
        }
    }
}
