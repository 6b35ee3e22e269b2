using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Options;

/// <summary>
/// Every option of the edge with its range, as data: the check at start, the text of its errors and docs/CONFIGURATION.md
/// come from here. What must hold between options is in <see cref="OptionRules"/>. Listening addresses and TLS are Kestrel's
/// own configuration.
/// </summary>
public static class OptionTable
{
    private const long Second = 1000;
    private const long Hour = 3600 * Second;
    private const long Year = 365 * 24 * Hour;
    private const long Mebi = 1 << 20;

    /// <summary>One row an option.</summary>
    public static IReadOnlyList<OptionRow> Rows { get; } =
    [
        Choice("Edge:Transport", "what serves WebSockets in clear text: `Auto`, the edge's own event loops where there are any (Linux on x86-64 and Arm64), or `Kestrel`, which always serves TLS, HTTP/2 and everything that is no WebSocket", Enum.GetNames<EdgeTransport>()),
        Number("Edge:EventLoops", 0, 1024, "how many event loops there are; 0: one for each processor"),

        Number("Edge:Limits:MaxMessageOctets", 1, 1 << 30, "the largest accepted message on the echo route, in octets, as sent"),
        Number("Edge:Limits:MaxInflatedOctets", 1, 1 << 30, "the largest accepted compressed message on the echo route, in octets, once inflated"),
        Number("Edge:Limits:MaxFragments", 1, 1 << 30, "the most frames that a message on the echo route may be cut into"),
        Number("Edge:Limits:MaxControlFramesPerSecond", 1, 1_000_000, "the most pings and pongs a second from one peer on the echo route"),
        Number("Edge:Limits:MaxConnections", 1, 10_000_000, "the most WebSocket connections at a time"),

        Duration("Edge:Times:Handshake", 100, 120 * Second, "how long a client has to begin a request, and then to end its head"),
        Duration("Edge:Times:PingInterval", Second, Hour, "silence after which a peer is pinged"),
        Duration("Edge:Times:PongTimeout", 100, Hour, "silence after a ping after which a connection is failed with 1011"),
        Duration("Edge:Times:CloseTimeout", 100, 60 * Second, "how long a peer has to answer a close frame"),
        Duration("Edge:Times:CloseLinger", 10, 10 * Second, "how long a failed peer is listened to before TCP is dropped"),
        Duration("Edge:Times:DrainNotice", 0, 300 * Second, "with connections open, from SIGTERM to the moment when the edge stops accepting"),
        Duration("Edge:Times:DrainPace", 0, 300 * Second, "the time over which connections are closed when the edge drains"),

        Switch("Edge:Compression:Enabled", "whether permessage-deflate is negotiated at all"),
        Number("Edge:Compression:Level", 1, 9, "how hard to compress: 1 is fast, 9 is small"),
        Number("Edge:Compression:MaxWindowBits", 9, 15, "the largest window that the edge compresses with, in bits"),
        Number("Edge:Compression:MinMessageOctets", 0, 1 << 30, "messages shorter than this many octets are sent uncompressed on the echo route"),
        Number("Edge:Compression:BudgetOctets", 0, 1L << 40, "octets that compression contexts may take, over all connections"),

        new(new("Edge:Origins:Allowed:<n>"), OptionKind.Origin, 0, 0, "an origin whose pages may connect; none listed: any"),

        Switch("Clients:AllowAnonymous", "whether a client may connect without a token"),

        Text("Clients:Tokens:Keys:<n>:Id", 256, "the `kid` of the tokens that the key is for; not set: it serves every token") with { IsReloaded = true },
        Choice("Clients:Tokens:Keys:<n>:Algorithm", "the one algorithm that the key is for", [.. JwsAlgorithm.All.Select(static a => a.Name)]) with { IsReloaded = true },
        Secret("Clients:Tokens:Keys:<n>:Secret", 1, 4096, "the secret of an HS algorithm: at least 32, 48 or 64 octets for HS256, HS384 or HS512") with { IsReloaded = true },
        FilePath("Clients:Tokens:Keys:<n>:SecretFile", "a file that holds the secret of an HS algorithm; one line break at its end does not count") with { IsReloaded = true },
        FilePath("Clients:Tokens:Keys:<n>:PublicKeyFile", "a PEM file with the public key, or the certificate, of an RS or ES algorithm") with { IsReloaded = true },
        FilePath("Clients:Tokens:JwksFile", "a file with a JSON Web Key Set (RFC 7517); its keys are accepted beside those listed") with { IsReloaded = true },
        Text("Clients:Tokens:Issuer", 1024, "what `iss` of every token must be; not set: anything") with { IsReloaded = true },
        Text("Clients:Tokens:Audience", 1024, "what `aud` of every token must be or contain; not set: anything") with { IsReloaded = true },

        Number("Clients:Limits:MaxMessageOctets", 1, 64 * Mebi, "the largest accepted message, in octets, as sent"),
        Number("Clients:Limits:MaxInflatedOctets", 1, 64 * Mebi, "the largest accepted compressed message, in octets, once inflated"),
        Number("Clients:Limits:MaxFragments", 1, 1 << 20, "the most frames that a message may be cut into"),
        Number("Clients:Limits:MaxChannels", 1, 100_000, "the most channels that a client may be subscribed to"),
        Number("Clients:Limits:MaxChannelNameOctets", 1, 255, "the longest channel name, in octets"),
        Number("Clients:Limits:MaxQueueOctets", 1024, 1024 * Mebi, "the most octets that may wait to be sent to a client; then `SlowReaders` of the namespace holds"),
        Number("Clients:Limits:MaxCommandsPerSecond", 1, 1_000_000, "the most commands a second from one client, and likewise the most WebSocket pings and pongs"),
        Number("Clients:Limits:MaxPendingCommands", 1, 100_000, "the most commands of one client that may wait for an answer"),
        Number("Clients:Limits:MaxRpcsInFlight", 1, 10_000, "the most remote procedure calls of one client that may be under way"),
        Number("Clients:Limits:MaxConnectionsPerUser", 1, 1_000_000, "the most connections of one user; anonymous clients are not counted"),
        Number("Clients:Limits:MaxRecoveryPublications", 1, 1_000_000, "the most publications in the answer to a recovery; a client that missed more does not recover"),
        Number("Clients:Limits:MaxRecoveryOctets", 1, 1024 * Mebi, "the most octets of publications in the answer to a recovery, likewise"),
        Number("Clients:Limits:MaxHistoryLimit", 1, 1_000_000, "the most publications in one page of history"),

        Duration("Clients:Times:Connect", 100, 120 * Second, "how long a client has, once its WebSocket is open, to send its connect command"),
        Duration("Clients:Times:PingInterval", Second, Hour, "the time from one ping of the client protocol to the next"),
        Duration("Clients:Times:PongTimeout", 100, Hour, "how long a client has to answer a ping, then it is disconnected with 3012; shorter than `PingInterval`"),
        Duration("Clients:Times:PresenceGrace", 0, 10 * Second, "how long a client whose connection was lost stays present; below 6 s, because it is present for the lease of 4 s first and must be gone within 10 s"),
        Duration("Clients:Times:RefreshGrace", 0, Hour, "how long a client has to bring a new token once the old one has expired"),

        Switch("Clients:Compression:Enabled", "whether permessage-deflate is negotiated with clients, where `Edge:Compression:Enabled` allows it"),
        Number("Clients:Compression:MinMessageOctets", 0, 64 * Mebi, "messages shorter than this many octets are sent uncompressed"),

        Secret("Api:Keys:<n>", 16, 1024, "a key that callers may show as `X-API-Key`; none listed: the API is closed") with { IsReloaded = true },
        Number("Api:MaxBodyOctets", 1, 64 * Mebi, "the largest accepted request body, in octets"),
        Number("Api:MaxBatchCommands", 1, 100_000, "the most commands in a batch"),
        Number("Api:MaxChannelsPerBroadcast", 1, 100_000, "the most channels of a broadcast"),

        Secret("Admin:Key", 16, 1024, "the key that the admin page asks for; not set: the page is closed"),

        Url("Proxy:Connect:Url", "asked when a client connects without a token; not set: never"),
        Url("Proxy:Rpc:Url", "asked when a client calls a remote procedure; not set: no client can"),
        Url("Proxy:Subscribe:Url", "asked when a client subscribes in a namespace with `ProxySubscribe`"),
        Url("Proxy:Publish:Url", "asked when a client publishes in a namespace with `ProxyPublish`"),
        Duration("Proxy:TimeLimit", 10, 60 * Second, "how long the application has to answer"),
        Number("Proxy:MaxInFlight", 1, 100_000, "the most requests to the application at a time; the next fails at once"),
        Number("Proxy:MaxAnswerOctets", 1, 64 * Mebi, "the largest accepted answer of the application, in octets"),

        Number("Channels:MaxChannels", 1, 100_000_000, "the most channels that exist at a time"),
        .. Namespace("Channels:Default"),
        .. Namespace("Channels:Namespaces:<name>"),
    ];

    /// <summary>The sections that are the edge's; all others are somebody else's.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. Rows.Select(static r => r.Key.ToString().Split(':')[0]).Distinct()];

    private static OptionRow[] Namespace(string section) =>
    [
        Number(section + ":HistorySize", 0, 1_000_000, "how many publications a channel keeps; 0: no history, no recovery"),
        Duration(section + ":HistoryAge", 100, Year, "how long a channel keeps a publication"),
        Duration(section + ":PositionAge", 100, Year, "how long a quiet channel remembers its position, so that clients that come back still recover; at least `HistoryAge`"),
        Choice(section + ":Durability", "what an acknowledgement means: `Memory`, lost with the channel's host, after which clients are told that they did not recover; or `Stored`, in the database of a cluster (`Cluster:PostgreSql`), which needs `HistorySize`", Enum.GetNames<ChannelDurability>()),
        Switch(section + ":Presence", "whether a channel knows who is in it"),
        Switch(section + ":JoinLeave", "whether subscribers are told who comes and goes; needs `Presence`"),
        Choice(section + ":SlowReaders", "what becomes of a client whose queue is full: it is disconnected with 3008 and may recover, or it catches up from history, which needs `HistorySize`", Enum.GetNames<SlowReaderPolicy>()),
        Choice(section + ":Subscribe", "which clients may subscribe; a token for the channel always suffices", [.. Enum.GetNames<Access>().Where(static n => n != nameof(Access.Subscribers))]),
        Choice(section + ":Publish", "which clients may publish", Enum.GetNames<Access>()),
        Choice(section + ":ReadHistory", "which clients may read the history", Enum.GetNames<Access>()),
        Choice(section + ":ReadPresence", "which clients may read who is present", Enum.GetNames<Access>()),
        Switch(section + ":ProxySubscribe", "whether the application is asked before a client may subscribe; needs `Proxy:Subscribe:Url`"),
        Switch(section + ":ProxyPublish", "whether the application is asked before a publication is taken; needs `Proxy:Publish:Url`"),
    ];

    private static OptionRow Number(string key, long min, long max, string meaning) => new(new(key), OptionKind.Number, min, max, meaning);

    private static OptionRow Duration(string key, long min, long max, string meaning) => new(new(key), OptionKind.Duration, min, max, meaning);

    private static OptionRow Switch(string key, string meaning) => new(new(key), OptionKind.Switch, 0, 0, meaning);

    private static OptionRow Choice(string key, string meaning, params string[] choices) => new(new(key), OptionKind.Choice, 0, 0, meaning) { Choices = choices };

    private static OptionRow Text(string key, long max, string meaning) => new(new(key), OptionKind.Text, 1, max, meaning);

    private static OptionRow Secret(string key, long min, long max, string meaning) => new(new(key), OptionKind.Secret, min, max, meaning);

    private static OptionRow FilePath(string key, string meaning) => new(new(key), OptionKind.FilePath, 1, 4096, meaning);

    private static OptionRow Url(string key, string meaning) => new(new(key), OptionKind.Url, 1, 2048, meaning);
}
