namespace Stratus.Realtime.Channels;

/// <summary>Patterns of channel names: * stands for any characters, also none; everything else for itself.</summary>
public static class ChannelPattern
{
    /// <summary>True when the name matches; the empty pattern matches all names.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return true;
        }

        // The classic walk with one step back: to the last star, and there one character further.
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
