namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Ids with '*' for anything, as spec files write them: "*", "9.*", "12.1.*", "S.*".</summary>
public static class CasePattern
{
    public static bool Matches(string pattern, string text)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return pattern == text;
        }

        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || text.Length < parts[0].Length + parts[^1].Length
            || !text.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> middle = text.AsSpan(parts[0].Length, text.Length - parts[0].Length - parts[^1].Length);
        foreach (string part in parts.AsSpan(1, parts.Length - 2))
        {
            int at = middle.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            middle = middle[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>Whether a list of cases names this one. A lone "*" means the public suite: strict cases must be named, to run and to be excluded.</summary>
    public static bool NamesCase(IEnumerable<string> patterns, CaseRow row) =>
        patterns.Any(pattern => pattern == "*" ? row.Index > 0 : Matches(pattern, row.Id));
}
