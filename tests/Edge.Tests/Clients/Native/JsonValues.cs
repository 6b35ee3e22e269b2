using System.Text.Json;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>Members of objects, where absent, zero, false and "" mean the same.</summary>
internal static class JsonValues
{
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    public static long Number(this JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;

    public static bool Flag(this JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out _);
}
