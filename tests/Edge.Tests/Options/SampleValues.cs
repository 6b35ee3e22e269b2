using System.Globalization;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Tests.Options;

/// <summary>Values at, below and above the range of an option, and values that are not of its kind.</summary>
internal static class SampleValues
{
    private static readonly string[] NoNumbers = ["many", "", "1e3", "0x10", "1,000", "99999999999999999999"];
    private static readonly string[] NoDurations = ["many", "", "30", "5:00", "24:00:00", "00:60:00", "00:00:25s", "99999999.00:00:00"];

    public static string Key(OptionRow row) =>
        row.Key.ToString().Replace(OptionKey.AnyPlace, "0", StringComparison.Ordinal).Replace(OptionKey.AnyName, "chat", StringComparison.Ordinal);

    public static string[] Good(OptionRow row) => row.Kind switch
    {
        OptionKind.Number => [Number(row.Min), Number(row.Max)],
        OptionKind.Duration => [Duration(row.Min), Duration(row.Max)],
        OptionKind.Switch => ["true", "false", "True"],
        OptionKind.Choice => [.. row.Choices],
        OptionKind.Url => ["http://127.0.0.1:3000/connect", "https://app.example/realtime?x=1", Url((int)row.Max)],
        OptionKind.Origin => ["https://chat.example", "http://localhost:3000", "https://[::1]:8443"],
        _ => [Characters(row.Min), Characters(row.Max)],
    };

    public static string[] Bad(OptionRow row) => row.Kind switch
    {
        OptionKind.Number => [.. NoNumbers, Number(row.Min - 1), Number(row.Max + 1)],
        OptionKind.Duration => [.. NoDurations, Duration(row.Min - 1), Duration(row.Max + 1)],
        OptionKind.Switch => ["yes", "1", ""],
        OptionKind.Choice => ["", "0", "Everyone", row.Choices[0].ToLowerInvariant(), $"{row.Choices[0]},{row.Choices[1]}"],
        OptionKind.Url => ["", "app.example", "/connect", "ftp://app.example", "https://me:pass@app.example", "https://app.example/#top", "http://:80", Url((int)row.Max + 1)],
        OptionKind.Origin => ["", "many", "1", "https://chat.example/", "*"],
        OptionKind.Secret => [Characters(row.Min - 1), Characters(row.Max + 1), Characters(row.Min) + "\n", ' ' + Characters(row.Min), Characters(row.Min) + ' ', Characters(row.Min) + 'ü'],
        _ => [Characters(row.Min - 1), Characters(row.Max + 1), "two\nlines"],
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Duration(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToString("c", CultureInfo.InvariantCulture);

    private static string Characters(long count) => new('k', (int)count);

    private static string Url(int length) => "https://app.example/".PadRight(length, 'p');
}
