using System.Net;
using System.Text.Json;

namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>What the API answered.</summary>
internal sealed record ApiReply(HttpStatusCode Status, string? ContentType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The code and message of an error in the answer.</summary>
    public (int Code, string Message) Error
    {
        get
        {
            using JsonDocument json = JsonDocument.Parse(Body);
            JsonElement error = json.RootElement.GetProperty("error");
            return (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!);
        }
    }

    /// <summary>The detail of a problem, after checking that it is one.</summary>
    public string Problem(HttpStatusCode status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        using JsonDocument json = JsonDocument.Parse(Body);
        Assert.Equal((int)status, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        return json.RootElement.GetProperty("detail").GetString()!;
    }
}
