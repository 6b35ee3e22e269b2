using System.Text.Json;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>A reply: a result or an error.</summary>
internal readonly record struct Reply(JsonElement Json)
{
    public int Id => Json.GetProperty("id").GetInt32();

    /// <summary>The error's code; 0 for none.</summary>
    public int Error => Json.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : 0;

    /// <summary>What the method returned.</summary>
    public JsonElement Result => Json.EnumerateObject().Single(static p => p.Name != "id").Value;

    /// <summary>The offsets of the publications in it.</summary>
    public IReadOnlyList<long> Offsets =>
        Result.TryGetProperty("publications", out JsonElement list) ? [.. list.EnumerateArray().Select(static p => p.Number("offset"))] : [];

    public override string ToString() => Json.GetRawText();
}
