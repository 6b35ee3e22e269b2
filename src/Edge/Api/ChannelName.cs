using System.Globalization;

namespace Stratus.Realtime.Edge.Api;

/// <summary>What a channel may be called.</summary>
internal static class ChannelName
{
    /// <summary>True for printable ASCII, not empty and not too long.</summary>
    public static bool IsValid(ReadOnlySpan<char> name, int maxOctets) =>
        !name.IsEmpty && name.Length <= maxOctets && !name.ContainsAnyExceptInRange(' ', '~');

    /// <summary>The rule in words, to follow on what is wrong.</summary>
    public static string Rule(int maxOctets) =>
        string.Create(CultureInfo.InvariantCulture, $"must be 1 to {maxOctets} printable ASCII characters");
}
