using System.Globalization;
using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>What a client of the fuzzing server asks for, by path and query.</summary>
internal sealed record ServerRequest
{
    public required string Path { get; init; }
    public CaseRow? Row { get; private init; }
    public string? Agent { get; private init; }
    public bool ShutdownOnComplete { get; private init; }

    /// <summary>Why the request makes no sense; null when it does.</summary>
    public string? Fault { get; private init; }

    public static ServerRequest Read(string target, IReadOnlyList<CaseRow> cases)
    {
        string[] parts = target.Split('?', 2);
        Dictionary<string, string> query = Query(parts.Length > 1 ? parts[1] : "");
        ServerRequest request = new()
        {
            Path = parts[0],
            Agent = query.GetValueOrDefault("agent"),
            ShutdownOnComplete = query.GetValueOrDefault("shutdownOnComplete") is { } value
                && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("yes", StringComparison.OrdinalIgnoreCase)),
        };
        return parts[0] switch
        {
            "/runCase" or "/getCaseStatus" => request.WithCase(query, cases).WithAgent(),
            "/getCaseInfo" => request.WithCase(query, cases),
            "/updateReports" => request.WithAgent(),
            "/getCaseCount" => request,
            _ => request with
            {
                Fault = $"There is no \"{parts[0]}\". Connect to /getCaseCount, /runCase?case=N&agent=NAME, /getCaseInfo?case=N, "
                    + "/getCaseStatus?case=N&agent=NAME or /updateReports?agent=NAME.",
            },
        };
    }

    private ServerRequest WithAgent() => Fault is null && string.IsNullOrEmpty(Agent)
        ? this with { Fault = $"{Path} needs agent=NAME." } : this;

    private ServerRequest WithCase(Dictionary<string, string> query, IReadOnlyList<CaseRow> cases)
    {
        if (query.TryGetValue("casetuple", out string? id))
        {
            return cases.FirstOrDefault(row => row.Id == id.Trim()) is { } named
                ? this with { Row = named } : this with { Fault = $"casetuple={id} is no case of this server." };
        }

        if (!query.TryGetValue("case", out string? number))
        {
            return this with { Fault = $"{Path} needs case=N or casetuple=ID." };
        }

        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index >= 1 && index <= cases.Count
            ? this with { Row = cases[index - 1] } : this with { Fault = $"case={number} is not within 1 and {cases.Count}." };
    }

    private static Dictionary<string, string> Query(string text)
    {
        Dictionary<string, string> query = [];
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            query[Decode(parts[0])] = parts.Length > 1 ? Decode(parts[1]) : "";
        }

        return query;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
