using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>Clients under test connect here, many at a time: to run cases, to ask for their number and outcome, to have reports written.</summary>
internal sealed class FuzzingServer(ServerOptions options, CaseResults results, TimeProvider clock, TextWriter log) : IDisposable
{
    private static readonly TimeSpan s_headLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_statusLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource shutdown = new();
    private readonly DeflateMemo memo = new();
    private readonly TaskCompletionSource<Uri> bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int runs;
    private int faults;

    /// <summary>Where it listens, once it does: with the port that port 0 was given.</summary>
    public Task<Uri> Bound => bound.Task;

    /// <summary>Connections that ended because of a fault of the fuzzer's own, or reports that could not be written.</summary>
    public int Faults => faults;

    /// <summary>Serves until <see cref="Stop"/>, or a client asks for the end.</summary>
    public async Task RunAsync()
    {
        using TcpListener listener = await ListenAsync();
        Uri url = new UriBuilder(options.Url) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;
        bound.SetResult(url);
        await log.WriteLineAsync($"Listening at {url} with {options.Cases.Count} cases.");
        List<Task> connections = [];
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync(shutdown.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(Task.WhenAll(connections), Task.Delay(TimeSpan.FromSeconds(2)));
            results.WriteIndex();
        }
    }

    public void Stop() => shutdown.Cancel();

    public void Dispose() => shutdown.Dispose();

    private async Task<TcpListener> ListenAsync()
    {
        try
        {
            TcpListener listener = new(await AddressAsync(), options.Url.Port);
            listener.Start();
            return listener;
        }
        catch (SocketException e)
        {
            throw new IOException($"Cannot listen at {options.Url}: {e.Message}.", e);
        }
    }

    private async Task<IPAddress> AddressAsync() => options.Url.DnsSafeHost is "0.0.0.0" or "*" ? IPAddress.Any
        : IPAddress.TryParse(options.Url.DnsSafeHost, out IPAddress? address) ? address
        : (await Dns.GetHostAddressesAsync(options.Url.DnsSafeHost)).OrderBy(a => a.AddressFamily).First();

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using TcpConnection connection = new(socket, new NetworkStream(socket, ownsSocket: false));
        try
        {
            byte[] octets = await ReadHeadAsync(connection.Stream);
            if (HttpHead.TryRead(octets, out HttpHead head, out _))
            {
                ServerRequest request = ServerRequest.Read(head.Target, options.Cases);
                string? fault = request.Fault ?? HandshakeText.Fault(head);
                await (fault is null ? AnswerAsync(connection, request, octets) : RefuseAsync(connection.Stream, fault));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException { InnerException: SocketException })
        {
            await log.WriteLineAsync($"A connection ended early: {e.GetBaseException().Message}");
        }
        catch (Exception e)
        {
            // The fuzzer's own fault: the case has no result, and that must be seen. Files that cannot be written are among these.
            Interlocked.Increment(ref faults);
            await log.WriteLineAsync($"A connection failed because of a fault of the fuzzer: {e}");
        }
    }

    private static async Task<byte[]> ReadHeadAsync(Stream stream)
    {
        using CancellationTokenSource limit = new(s_headLimit);
        byte[] buffer = new byte[HttpHead.MaxOctets];
        int length = 0;
        while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(length), limit.Token);
            if (count == 0)
            {
                break;
            }

            length += count;
        }

        return buffer[..length];
    }

    private static async Task RefuseAsync(Stream stream, string fault)
    {
        byte[] body = Encoding.UTF8.GetBytes(fault + "\n");
        string head = $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body]);
    }

    private async Task AnswerAsync(TcpConnection connection, ServerRequest request, byte[] octets)
    {
        switch (request.Path)
        {
            case "/runCase":
                await RunCaseAsync(connection, request.Row!, request.Agent!, octets);
                break;
            case "/getCaseCount":
                await TellAsync(connection, octets, options.Cases.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "/getCaseInfo":
                await TellAsync(connection, octets, Json(("id", request.Row!.Id), ("description", request.Row.Text.Description)));
                break;
            case "/getCaseStatus":
                CaseSummary? summary = await results.FindAsync(request.Agent!, request.Row!.Id, s_statusLimit);
                await TellAsync(connection, octets, summary is null
                    ? Json(("behavior", null)) : Json(("behavior", summary.Behavior.ToText()), ("behaviorClose", summary.BehaviorClose.ToText())));
                break;
            case "/updateReports":
                await UpdateReportsAsync(connection, request, octets);
                break;
            default:
                throw new InvalidOperationException($"The route {request.Path} has no answer.");
        }
    }

    private async Task UpdateReportsAsync(TcpConnection connection, ServerRequest request, byte[] octets)
    {
        try
        {
            await results.WaitForRunsAsync(request.Agent!, s_statusLimit);
            results.WriteIndex();
            await log.WriteLineAsync($"Reports written to {options.OutDir}.");
        }
        finally
        {
            // Also a client that gets no reports must not wait, nor the server stay.
            await TellAsync(connection, octets, null);
            if (request.ShutdownOnComplete)
            {
                Stop();
            }
        }
    }

    private async Task RunCaseAsync(TcpConnection connection, CaseRow row, string agent, byte[] octets)
    {
        if (options.IsExcluded(agent, row))
        {
            await TellAsync(connection, octets, null);
            return;
        }

        CaseRun run = new(row, new CaseRunOptions
        {
            IsServer = true, Agent = agent, Seed = Seeds.ForCase(options.Seed, row.Id), Memo = memo, Started = clock.GetUtcNow(),
        });
        CaseSummary summary = await results.AddAsync(agent, row.Id, () => DriveAsync(connection, run, octets));
        await log.WriteLineAsync(
            $"{Interlocked.Increment(ref runs),5}  {agent}  {row.Id,-9} {summary.Behavior.ToText()}, close {summary.BehaviorClose.ToText()}");
    }

    /// <summary>Says one thing over WebSocket and closes: control connections are rows like any other, without a verdict.</summary>
    private async Task TellAsync(TcpConnection connection, byte[] octets, string? text)
    {
        CaseRow row = new()
        {
            Id = "control.1",
            Words = new CaseText("", ""),
            Script =
            [
                .. text is null ? [] : (IEnumerable<ScriptStep>)[new ScriptStep.Frame(FrameSpec.Text(text))],
                new ScriptStep.CloseFrame(FrameSpec.Close(1000)),
            ],
        };
        await DriveAsync(connection, new CaseRun(row, new CaseRunOptions { IsServer = true, Agent = "", Seed = options.Seed }), octets);
    }

    private async Task<CaseResult> DriveAsync(TcpConnection connection, CaseRun run, byte[] octets)
    {
        using ConnectionDriver driver = new(run, connection, clock);
        return await driver.RunAsync(now =>
        {
            run.Start(now);
            run.Receive(octets, now);
        });
    }

    private static string Json(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            foreach ((string name, string? value) in members)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
