using System.Text;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>
/// The names that Autobahn gives its files: the agent in lower case with "_" for every other character, the id's dots as "_".
/// Agents whose names become equal that way are told apart by a number, in the order in which they came.
/// </summary>
internal sealed class ReportFileNames
{
    private const int MaxAgentLength = 120;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> nameByAgent = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>The file name without its extension.</summary>
    public string For(string agent, string id) => $"{AgentName(agent)}_case_{Clean(id, keepCase: true)}";

    private string AgentName(string agent)
    {
        lock (gate)
        {
            if (!nameByAgent.TryGetValue(agent, out string? name))
            {
                string cleaned = Clean(agent, keepCase: false).Trim('_');
                string plain = cleaned.Length == 0 ? "agent" : cleaned[..Math.Min(cleaned.Length, MaxAgentLength)];
                name = plain;
                for (int number = 2; !taken.Add(name); number++)
                {
                    name = $"{plain}_{number}";
                }

                nameByAgent.Add(agent, name);
            }

            return name;
        }
    }

    private static string Clean(string text, bool keepCase)
    {
        StringBuilder name = new(text.Length);
        foreach (char character in keepCase ? text : text.ToLowerInvariant())
        {
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return name.ToString();
    }
}
