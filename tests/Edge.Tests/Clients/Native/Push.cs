using System.Text.Json;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>A push.</summary>
internal readonly record struct Push(JsonElement Json)
{
    /// <summary>The channel; empty for one that is about none.</summary>
    public string Channel => Json.Text("channel");

    /// <summary>"pub", "join", "leave", "unsubscribe", "subscribe", "refresh".</summary>
    public string Kind => Json.EnumerateObject().Single(static p => p.Name != "channel").Name;

    public JsonElement Body => Json.GetProperty(Kind);

    /// <summary>Who comes or goes, in a join or a leave.</summary>
    public string Member => Body.GetProperty("info").Text("client");

    public override string ToString() => Json.GetRawText();
}
