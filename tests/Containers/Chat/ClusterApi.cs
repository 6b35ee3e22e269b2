using System.Net;
using System.Text;
using System.Text.Json;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Containers.Chat;

/// <summary>The server API through the balancer: what is not answered is asked again.</summary>
internal sealed class ClusterApi : IDisposable
{
    private const int Internal = 100;
    // Above what an edge needs to get over the end of a silo: who waits is to see how long that is.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http;
    private readonly RunCounts _counts;

    /// <param name="balancer">The balancer's HTTP.</param>
    /// <param name="key">The key of the API.</param>
    /// <param name="counts">Where calls are noted that had to be repeated.</param>
    public ClusterApi(IPEndPoint balancer, string key, RunCounts counts)
    {
        _counts = counts;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{balancer}"), Timeout = CallLimit };
        _http.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    /// <summary>Publishes once, however often it has to be asked.</summary>
    public async Task<StreamPosition> PublishAsync(string channel, string data, string idempotencyKey) =>
        Position(await CallAsync("publish", $$"""{"channel":"{{channel}}","data":{{data}},"idempotency_key":"{{idempotencyKey}}"}"""));

    /// <summary>Where a channel is.</summary>
    public async Task<StreamPosition> TopAsync(string channel) => Position(await CallAsync("history", $$"""{"channel":"{{channel}}","limit":0}"""));

    /// <summary>The numbers of all publications in a channel's history, in order.</summary>
    public async Task<int[]> HistoryAsync(string channel)
    {
        JsonElement result = await CallAsync("history", $$"""{"channel":"{{channel}}","limit":-1}""");
        return result.TryGetProperty("publications", out JsonElement list)
            ? [.. list.EnumerateArray().Select(static publication => Payload.ReadNumber(publication.GetProperty("data")))]
            : [];
    }

    /// <summary>The ids of the clients that are present in a channel.</summary>
    public async Task<string[]> MembersAsync(string channel)
    {
        JsonElement result = await CallAsync("presence", $$"""{"channel":"{{channel}}"}""");
        return result.TryGetProperty("presence", out JsonElement members) ? [.. members.EnumerateObject().Select(static member => member.Name)] : [];
    }

    public void Dispose() => _http.Dispose();

    private static StreamPosition Position(JsonElement result) =>
        new(result.GetProperty("epoch").GetString()!, result.TryGetProperty("offset", out JsonElement offset) ? offset.GetInt64() : 0);

    private async Task<JsonElement> CallAsync(string method, string arguments)
    {
        using CancellationTokenSource over = new(Limit);
        while (true)
        {
            string why;
            try
            {
                using StringContent body = new(arguments, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await _http.PostAsync(new Uri("/api/" + method, UriKind.Relative), body, CancellationToken.None);
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                {
                    string text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                    if (Result(method, text) is { } result)
                    {
                        return result;
                    }

                    why = "error 100";
                }
                else
                {
                    why = $"status {(int)answer.StatusCode}";
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                why = e is HttpRequestException ? "connection lost" : "no answer in time";
            }

            _counts.Note($"API calls repeated ({why})");
            if (over.IsCancellationRequested)
            {
                throw new TimeoutException($"{method} was not answered within {Limit.TotalSeconds} s: {why}.");
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    // Null for an error that another try may not meet.
    private static JsonElement? Result(string method, string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("error", out JsonElement error))
        {
            return document.RootElement.GetProperty("result").Clone();
        }

        return error.GetProperty("code").GetInt32() == Internal ? null : throw new InvalidOperationException($"{method}: {error.GetRawText()}");
    }
}
