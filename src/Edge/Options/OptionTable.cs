namespace Stratus.Realtime.Edge.Options;

/// <summary>
/// Every option of the edge with its range, as data: the check at start, the text of its errors and docs/OPTIONS.md come
/// from here. Listening addresses and TLS are Kestrel's own configuration.
/// </summary>
public static class OptionTable
{
    private const string Root = "Edge";
    private const long Second = 1000;
    private const long Hour = 3600 * Second;

    /// <summary>One row an option.</summary>
    public static IReadOnlyList<OptionRow> Rows { get; } =
    [
        new("Edge:Limits:MaxMessageOctets", OptionKind.Number, 1, 1 << 30, "the largest accepted message, in octets, as sent"),
        new("Edge:Limits:MaxInflatedOctets", OptionKind.Number, 1, 1 << 30, "the largest accepted compressed message, in octets, once inflated"),
        new("Edge:Limits:MaxFragments", OptionKind.Number, 1, 1 << 30, "the most frames that a message may be cut into"),
        new("Edge:Limits:MaxControlFramesPerSecond", OptionKind.Number, 1, 1_000_000, "the most pings and pongs a second from one peer"),
        new("Edge:Limits:MaxConnections", OptionKind.Number, 1, 10_000_000, "the most WebSocket connections at a time"),
        new("Edge:Times:Handshake", OptionKind.Duration, 100, 120 * Second, "how long a client has to begin a request, and then to end its head"),
        new("Edge:Times:PingInterval", OptionKind.Duration, Second, Hour, "silence after which a peer is pinged"),
        new("Edge:Times:PongTimeout", OptionKind.Duration, 100, Hour, "silence after a ping after which a connection is failed with 1011"),
        new("Edge:Times:CloseTimeout", OptionKind.Duration, 100, 60 * Second, "how long a peer has to answer a close frame"),
        new("Edge:Times:CloseLinger", OptionKind.Duration, 10, 10 * Second, "how long a failed peer is listened to before TCP is dropped"),
        new("Edge:Times:DrainNotice", OptionKind.Duration, 0, 300 * Second, "with connections open, from SIGTERM to the moment when the edge stops accepting"),
        new("Edge:Times:DrainPace", OptionKind.Duration, 0, 300 * Second, "the time over which connections are closed when the edge drains"),
        new("Edge:Compression:Enabled", OptionKind.Switch, 0, 0, "whether permessage-deflate is negotiated at all"),
        new("Edge:Compression:Level", OptionKind.Number, 1, 9, "how hard to compress: 1 is fast, 9 is small"),
        new("Edge:Compression:MaxWindowBits", OptionKind.Number, 9, 15, "the largest window that the edge compresses with, in bits"),
        new("Edge:Compression:MinMessageOctets", OptionKind.Number, 0, 1 << 30, "messages shorter than this many octets are sent uncompressed"),
        new("Edge:Compression:BudgetOctets", OptionKind.Number, 0, 1L << 40, "octets that compression contexts may take, over all connections"),
        new("Edge:Origins:Allowed", OptionKind.Origins, 0, 0, "origins whose pages may connect; none listed: any"),
    ];

    /// <summary>Checks a configuration: one line for each thing wrong, naming the key, the value and what would be right.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration)
    {
        List<string> errors = [];
        Walk(configuration.GetSection(Root), errors);
        return errors;
    }

    private static void Walk(IConfigurationSection section, List<string> errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (Row(child.Path) is { } row)
            {
                CheckValue(row, child, errors);
            }
            else if (child.Value is not null || !Rows.Any(r => r.Key.StartsWith(child.Path + ":", StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add($"{child.Path} is not an option of the edge; the options are listed in docs/OPTIONS.md.");
            }
            else
            {
                Walk(child, errors);
            }
        }
    }

    private static void CheckValue(OptionRow row, IConfigurationSection section, List<string> errors)
    {
        if (row.Kind == OptionKind.Origins && !string.IsNullOrEmpty(section.Value))
        {
            // Read as a list, this one value would vanish, and with it the restriction.
            errors.Add($"{row.Key} = '{section.Value}' is not valid: it is a list; write {row.Key}:0, {row.Key}:1 and so on.");
            return;
        }

        IEnumerable<string> values = row.Kind == OptionKind.Origins
            ? section.GetChildren().Select(c => c.Value ?? "")
            : [section.Value ?? ""];
        foreach (string value in values.Where(v => !row.Accepts(v)))
        {
            errors.Add($"{row.Key} = '{value}' is not valid: expected {row.Range} ({row.Meaning}).");
        }
    }

    private static OptionRow? Row(string key) =>
        Rows.FirstOrDefault(r => string.Equals(r.Key, key, StringComparison.OrdinalIgnoreCase));
}
