using System.Text.Json;

namespace Stratus.Realtime.Sdk.Tests;

/// <summary>What a script told about one scenario, in one line of JSON.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="IsOk">Whether it held.</param>
/// <param name="Detail">What went wrong, and what the clients heard; empty when nothing did.</param>
internal sealed record ScenarioReport(string Name, bool IsOk, string Detail)
{
    /// <summary>Reads a line of the script's output; null when it is something else.</summary>
    public static ScenarioReport? Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return new ScenarioReport(
                root.GetProperty("name").GetString()!, root.GetProperty("ok").GetBoolean(), root.GetProperty("detail").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
