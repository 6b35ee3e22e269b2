using System.Text.Json;

namespace Stratus.Realtime.Fuzzer.CommandLine;

/// <summary>A spec file of either mode, as Autobahn's are. Keys that say nothing here are ignored, as there.</summary>
internal sealed class SpecFile
{
    public string? Url { get; private init; }
    public string? OutDir { get; private init; }
    public IReadOnlyList<(string Url, string? Agent)> Servers { get; private init; } = [];
    public IReadOnlyList<string> Cases { get; private init; } = ["*"];
    public IReadOnlyList<string> ExcludeCases { get; private init; } = [];
    public IReadOnlyDictionary<string, string[]> ExcludeAgentCases { get; private init; } = new Dictionary<string, string[]>();

    public static SpecFile Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new BadArgumentException($"{path} does not hold a JSON object.");
            }

            return new SpecFile
            {
                Url = Text(root, "url", path),
                OutDir = Text(root, "outdir", path),
                Servers = ReadServers(root, path),
                Cases = root.TryGetProperty("cases", out JsonElement cases) ? Texts(cases, "cases", path) : ["*"],
                ExcludeCases = root.TryGetProperty("exclude-cases", out JsonElement excluded) ? Texts(excluded, "exclude-cases", path) : [],
                ExcludeAgentCases = ReadAgents(root, path),
            };
        }
        catch (JsonException e)
        {
            throw new BadArgumentException($"{path} is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadArgumentException($"--spec: {e.Message}");
        }
    }

    private static List<(string, string?)> ReadServers(JsonElement root, string path)
    {
        if (!root.TryGetProperty("servers", out JsonElement servers))
        {
            return [];
        }

        if (servers.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(path, "servers", "a list of objects with \"url\"");
        }

        List<(string, string?)> list = [];
        foreach (JsonElement server in servers.EnumerateArray())
        {
            if (server.ValueKind != JsonValueKind.Object || Text(server, "url", path) is not { } url)
            {
                throw Wrong(path, "servers", "a list of objects with \"url\"");
            }

            list.Add((url, Text(server, "agent", path)));
        }

        return list;
    }

    private static Dictionary<string, string[]> ReadAgents(JsonElement root, string path)
    {
        if (!root.TryGetProperty("exclude-agent-cases", out JsonElement agents))
        {
            return [];
        }

        return agents.ValueKind == JsonValueKind.Object
            ? agents.EnumerateObject().ToDictionary(agent => agent.Name, agent => Texts(agent.Value, "exclude-agent-cases", path))
            : throw Wrong(path, "exclude-agent-cases", "an object of agent patterns, each with a list of case patterns");
    }

    private static string? Text(JsonElement element, string key, string path) =>
        !element.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(path, key, "a string");

    private static string[] Texts(JsonElement value, string key, string path) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : throw Wrong(path, key, "a list of strings");

    private static BadArgumentException Wrong(string path, string key, string expected) => new($"{path}: \"{key}\" has to be {expected}.");
}
