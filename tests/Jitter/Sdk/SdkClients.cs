using System.Diagnostics;
using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests.Sdk;

/// <summary>Clients of the public SDK in a process of Node.js: what they say they saw goes to journals like everybody's.</summary>
internal sealed class SdkClients : IAsyncDisposable
{
    private const int InsufficientState = 2500;
    private const int Disconnected = 0; // the SDK's own codes: asked for by the application

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly RunCounts _counts;
    private readonly Dictionary<(string Client, string Channel), Journal> _journals;
    private readonly TaskCompletionSource _allRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;

    private SdkClients(Process process, Dictionary<(string Client, string Channel), Journal> journals, RunCounts counts)
    {
        (_process, _journals, _counts) = (process, journals, counts);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
    }

    public IReadOnlyCollection<Journal> Journals => _journals.Values;

    /// <summary>Starts them; they connect and subscribe at once.</summary>
    /// <param name="edge">The address of the edge.</param>
    /// <param name="plans">Each client's name and channels.</param>
    /// <param name="counts">Where cuts and faults are counted.</param>
    /// <param name="seed">Decides when sockets are cut.</param>
    public static SdkClients Start(Uri edge, IReadOnlyList<(string Name, string[] Channels)> plans, RunCounts counts, int seed)
    {
        string arguments = JsonSerializer.Serialize(new
        {
            url = $"ws://{edge.Authority}/connection/websocket",
            seed,
            clients = plans.Select(static plan => new { name = plan.Name, channels = plan.Channels }),
        });
        string script = Path.Combine(Repository.Root(), "tests", "Jitter", "Sdk", "clients.mjs");
        Process process = new()
        {
            StartInfo = new ProcessStartInfo("node", [script, arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        Dictionary<(string, string), Journal> journals = plans
            .SelectMany(static plan => plan.Channels.Select(channel => new Journal(plan.Name, channel)))
            .ToDictionary(static journal => (journal.Client, journal.Channel));
        SdkClients clients = new(process, journals, counts);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return clients;
    }

    /// <summary>Their sockets are cut from now on, or not any more.</summary>
    public Task CutAsync(bool isCutting) => TellAsync(isCutting ? "cut" : "keep");

    /// <summary>They disconnect, and the process ends; what it said is then all read.</summary>
    public async Task LeaveAsync()
    {
        _isLeaving = true;
        _process.StandardInput.Close();
        using CancellationTokenSource limit = new(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            await _allRead.Task.WaitAsync(limit.Token);
            if (_process.ExitCode != 0)
            {
                _counts.Fault($"The process of the SDK's clients ended with {_process.ExitCode}.");
            }
        }
        catch (OperationCanceledException)
        {
            _counts.Fault($"The process of the SDK's clients did not end within {EndLimit.TotalSeconds} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task TellAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            _counts.Fault("The process of the SDK's clients has ended too soon.");
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _allRead.TrySetResult();
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Take(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            Complain(line);
        }
    }

    private void Take(JsonElement line)
    {
        string client = line.GetProperty("client").GetString()!;
        string what = line.GetProperty("event").GetString()!;
        switch (what)
        {
            case "cut":
                _counts.Cut(CutKind.Sdk);
                break;
            case "publication":
                Journal(client, line).Add(new Observation.Seen(line.GetProperty("offset").GetInt64(), Payload.ReadNumber(line.GetProperty("data"))));
                break;
            case "subscribed":
                Journal(client, line).Add(Subscribed(line));
                break;
            case "subscribing" when line.GetProperty("code").GetInt32() == InsufficientState:
                Journal(client, line).Add(new Observation.PositionLost());
                break;
            case "subscribing":
                Journal(client, line).Interrupt();
                break;
            case "disconnected" or "unsubscribed" when _isLeaving && line.GetProperty("code").GetInt32() == Disconnected:
                break;
            default:
                _counts.Fault($"A client of the SDK: {line.GetRawText()}");
                break;
        }
    }

    private Journal Journal(string client, JsonElement line) => _journals[(client, line.GetProperty("channel").GetString()!)];

    private static Observation Subscribed(JsonElement line)
    {
        StreamPosition position = new(line.GetProperty("epoch").GetString()!, line.GetProperty("offset").GetInt64());
        return !line.GetProperty("wasRecovering").GetBoolean() ? new Observation.Subscribed(position)
            : line.GetProperty("recovered").GetBoolean() ? new Observation.Recovered(position, line.GetProperty("carried").GetBoolean())
            : new Observation.NotRecovered(position);
    }

    private void Complain(string? line)
    {
        if (line is not null)
        {
            _counts.Fault("The process of the SDK's clients said: " + line);
        }
    }
}
