using System.Globalization;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Options;

/// <summary>One row of the option table.</summary>
/// <param name="Key">The whole configuration key.</param>
/// <param name="Kind">How its value is written.</param>
/// <param name="Min">The least value: a number, milliseconds for a duration, characters for text.</param>
/// <param name="Max">The greatest value, likewise.</param>
/// <param name="Meaning">What it decides, with its unit.</param>
public sealed record OptionRow(OptionKey Key, OptionKind Kind, long Min, long Max, string Meaning)
{
    /// <summary>The names that a choice is made of.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether a new value holds without a restart.</summary>
    public bool IsReloaded { get; init; }

    /// <summary>What a valid value is, in words.</summary>
    public string Range => Kind switch
    {
        OptionKind.Number => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Min} to {Max}"),
        OptionKind.Duration => $"a duration from {Duration(Min)} to {Duration(Max)}",
        OptionKind.Switch => "true or false",
        OptionKind.Choice => string.Join(", ", Choices.SkipLast(1)) + " or " + Choices[^1],
        OptionKind.Text => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max} characters"),
        OptionKind.Secret => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max} characters of printable ASCII, without a space at either end"),
        OptionKind.FilePath => "the path of a file",
        OptionKind.Url => "an http or https address such as https://app.example/realtime, without user or fragment",
        _ => "an origin such as https://chat.example",
    };

    /// <summary>A duration as it is written in a configuration.</summary>
    public static string Write(TimeSpan duration) =>
        duration.ToString(duration.Milliseconds == 0 ? "c" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="value"/> is written as it should be and within the range.</summary>
    public bool Accepts(string value) => Kind switch
    {
        OptionKind.Number => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && IsInRange(number),
        OptionKind.Duration => TryDuration(value, out TimeSpan duration)
            && duration >= TimeSpan.FromMilliseconds(Min) && duration <= TimeSpan.FromMilliseconds(Max),
        OptionKind.Switch => bool.TryParse(value, out _),
        OptionKind.Choice => Choices.Contains(value, StringComparer.Ordinal),
        OptionKind.Secret => IsInRange(value.Length) && value.All(static c => c is >= ' ' and <= '~') && value.Trim().Length == value.Length,
        OptionKind.Text or OptionKind.FilePath => IsInRange(value.Length) && !value.Any(char.IsControl),
        OptionKind.Url => IsInRange(value.Length) && IsUrl(value),
        _ => OriginPolicy.IsOrigin(value),
    };

    /// <summary>How an error shows the value.</summary>
    public string Show(string value) =>
        Kind == OptionKind.Secret || (Kind == OptionKind.Url && value.Contains('@', StringComparison.Ordinal)) ? "(not shown)" : $"'{value}'";

    private static string Duration(long milliseconds) => Write(TimeSpan.FromMilliseconds(milliseconds));

    // Without all three parts a duration would surprise: 30 are days, 5:00 are hours, and 24:00:00 are days again.
    private static bool TryDuration(string value, out TimeSpan duration) =>
        TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out duration) && value.Count(':') == 2;

    private static bool IsUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0;

    private bool IsInRange(long number) => number >= Min && number <= Max;
}
