using System.Globalization;

namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// The words of the catalogue: description and expectation of every case, titles of categories and sub-categories.
/// Families are generated from their parameters, single cases are rows; each category has a file of its own.
/// </summary>
public static class CaseTexts
{
    /// <summary>The texts of a case. Throws <see cref="ArgumentException"/> when there is no such case.</summary>
    /// <param name="id">A case id.</param>
    /// <param name="messages">Messages a case in the families that send many.</param>
    public static CaseText Get(string id, int messages = Catalogue.DefaultMessages)
    {
        CaseText? text = CategoryOf(id) switch
        {
            "1" => CaseTextsFraming.Payloads(id),
            "2" or "3" or "4" or "5" => CaseTextsFraming.Get(id),
            "6" => CaseTextsUtf8.Get(id),
            "7" => CaseTextsClosing.Get(id),
            "9" or "10" => CaseTextsLimits.Get(id, messages),
            "12" or "13" => CaseTextsCompression.Get(id, messages),
            "S" => Strict.StrictCases.Text(id),
            _ => null,
        };
        return text ?? throw new ArgumentException($"There is no case '{id}'.", nameof(id));
    }

    /// <summary>The title of a category ("6") or sub-category ("6.4"); null where it has none.</summary>
    public static string? Category(string prefix) =>
        Titles.TryGetValue(prefix, out string? title) ? title
        : CategoryOf(prefix) switch
        {
            "6" => CaseTextsUtf8.Title(prefix),
            "12" or "13" => CaseTextsCompression.Title(prefix),
            "S" => Strict.StrictCases.Title(prefix),
            _ => null,
        };

    /// <summary>The numbers of an id below its category; empty when they are not numbers.</summary>
    internal static int[] Numbers(string id)
    {
        string[] parts = id.Split('.');
        int[] numbers = new int[parts.Length - 1];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return [];
            }
        }

        return numbers;
    }

    /// <summary>Element <paramref name="number"/> of a family, counted from 1; null outside of it.</summary>
    internal static T? Row<T>(T[] rows, int number) where T : class =>
        number >= 1 && number <= rows.Length ? rows[number - 1] : null;

    /// <summary>"64 KiB", "1 MiB", "300 octets": sizes as people say them.</summary>
    internal static string Size(int octets) => octets switch
    {
        1 => "1 octet",
        >= 1 << 20 when octets % (1 << 20) == 0 => $"{octets >> 20} MiB",
        >= 1 << 10 when octets % (1 << 10) == 0 => $"{octets >> 10} KiB",
        _ => $"{octets.ToString("N0", CultureInfo.InvariantCulture)} octets",
    };

    /// <summary>"1 text message", "1,000 text messages".</summary>
    internal static string Messages(int count, string kind) =>
        count == 1 ? $"1 {kind} message" : FormattableString.Invariant($"{count:N0} {kind} messages");

    private static string CategoryOf(string id) => id.Split('.')[0];

    private static readonly Dictionary<string, string> Titles = new()
    {
        ["1"] = "Framing",
        ["1.1"] = "Text messages",
        ["1.2"] = "Binary messages",
        ["2"] = "Pings and pongs",
        ["3"] = "Reserved bits",
        ["4"] = "Reserved opcodes",
        ["4.1"] = "Reserved data opcodes",
        ["4.2"] = "Reserved control opcodes",
        ["5"] = "Fragmentation",
        ["6"] = "UTF-8 handling",
        ["7"] = "Closing",
        ["7.1"] = "What follows a close frame",
        ["7.3"] = "Payload of a close frame",
        ["7.5"] = "UTF-8 of a close reason",
        ["7.7"] = "Close codes that may be sent",
        ["7.9"] = "Close codes that must not be sent",
        ["7.13"] = "Close codes beyond the registry (informational)",
        ["9"] = "Limits and performance",
        ["9.1"] = "Large text messages",
        ["9.2"] = "Large binary messages",
        ["9.3"] = "Fragmented text message of 4 MiB",
        ["9.4"] = "Fragmented binary message of 4 MiB",
        ["9.5"] = "Text message of 1 MiB in small writes",
        ["9.6"] = "Binary message of 1 MiB in small writes",
        ["9.7"] = "Round trips of small text messages",
        ["9.8"] = "Round trips of small binary messages",
        ["10"] = "Automatic fragmentation",
        ["10.1"] = "Message split by the sender's frame size",
        ["12"] = "permessage-deflate: payloads",
        ["13"] = "permessage-deflate: offers",
        ["S"] = "Strict: what the public suite leaves open",
    };
}
