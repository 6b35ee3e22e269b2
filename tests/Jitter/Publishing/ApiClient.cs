using System.Text;
using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>The server API over HTTP.</summary>
internal sealed class ApiClient : IDisposable
{
    // The edge ends connections that are idle for 5 s (Edge:Times:Handshake): a request sent in that moment would be lost.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;

    /// <param name="address">The edge.</param>
    /// <param name="key">What opens its API.</param>
    /// <param name="limit">How long a call may take; null for 30 s.</param>
    public ApiClient(Uri address, string key, TimeSpan? limit = null)
    {
        SocketsHttpHandler handler = new() { UseProxy = false, PooledConnectionIdleTimeout = IdleTime };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = limit ?? TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    /// <summary>Publishes, and learns where it stands.</summary>
    public Task<StreamPosition> PublishAsync(string channel, string data, string idempotencyKey) =>
        PositionAsync("publish", $"{{\"channel\":\"{channel}\",\"data\":{data},\"idempotency_key\":\"{idempotencyKey}\"}}");

    /// <summary>Where a channel is.</summary>
    public Task<StreamPosition> TopAsync(string channel) => PositionAsync("history", $"{{\"channel\":\"{channel}\",\"limit\":0}}");

    /// <summary>How many clients are present in a channel.</summary>
    public async Task<int> PresentAsync(string channel)
    {
        JsonElement result = await AskAsync("presence_stats", $"{{\"channel\":\"{channel}\"}}");
        return result.TryGetProperty("num_clients", out JsonElement count) ? count.GetInt32() : 0;
    }

    /// <summary>The ids of the clients that are present in a channel.</summary>
    public async Task<string[]> MembersAsync(string channel)
    {
        JsonElement result = await AskAsync("presence", $"{{\"channel\":\"{channel}\"}}");
        return result.TryGetProperty("presence", out JsonElement members) ? [.. members.EnumerateObject().Select(static member => member.Name)] : [];
    }

    /// <summary>How many clients each edge has.</summary>
    public async Task<int[]> ClientsOfNodesAsync()
    {
        JsonElement result = await AskAsync("info", "{}");
        return [.. result.GetProperty("nodes").EnumerateArray().Select(static node => node.GetProperty("num_clients").GetInt32())];
    }

    public void Dispose() => _http.Dispose();

    private async Task<StreamPosition> PositionAsync(string method, string arguments)
    {
        JsonElement result = await AskAsync(method, arguments);
        return new StreamPosition(result.GetProperty("epoch").GetString()!, result.TryGetProperty("offset", out JsonElement offset) ? offset.GetInt64() : 0);
    }

    private async Task<JsonElement> AskAsync(string method, string arguments)
    {
        using StringContent body = new(arguments, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/api/" + method, UriKind.Relative), body);
        string text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new ApiException($"{method}: {(int)answer.StatusCode} {text}", code: 0);
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty("error", out JsonElement error)
            ? throw new ApiException($"{method}: {error.GetRawText()}", error.GetProperty("code").GetInt32())
            : document.RootElement.GetProperty("result").Clone();
    }
}
