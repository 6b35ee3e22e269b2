using static Stratus.Realtime.Edge.ClientProtocol.CommandField;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// The methods of the protocol and what each takes. A field means the same in every method, so that one reader and one
/// store serve them all. <c>delta</c> and <c>tf</c> are not here: like all that newer SDKs may add, they are skipped.
/// </summary>
internal static class CommandTable
{
    /// <summary>What a subscription asks for, as a command and within <c>connect</c>.</summary>
    public const CommandField SubscribeFields = Channel | Token | Recover | Epoch | Offset | Data | Positioned | Recoverable | JoinLeave;

    /// <summary>What <c>since</c> holds.</summary>
    public const CommandField PositionFields = Epoch | Offset;

    private const string Text = "a string";
    private const string Flag = "true or false";

    /// <summary>The methods, in the order of <see cref="CommandMethod"/>.</summary>
    public static MethodRow[] Methods { get; } =
    [
        new(CommandMethod.Connect,       "connect",        Token | Data | Subs | Name | CommandField.Version | Headers),
        new(CommandMethod.Subscribe,     "subscribe",      SubscribeFields),
        new(CommandMethod.Unsubscribe,   "unsubscribe",    Channel),
        new(CommandMethod.Publish,       "publish",        Channel | Data),
        new(CommandMethod.Presence,      "presence",       Channel),
        new(CommandMethod.PresenceStats, "presence_stats", Channel),
        new(CommandMethod.History,       "history",        Channel | Limit | Since | Reverse),
        new(CommandMethod.Send,          "send",           Data),
        new(CommandMethod.Rpc,           "rpc",            Method | Data),
        new(CommandMethod.Refresh,       "refresh",        Token),
        new(CommandMethod.SubRefresh,    "sub_refresh",    Channel | Token),
    ];

    /// <summary>The fields.</summary>
    public static FieldRow[] Fields { get; } =
    [
        new(Channel,     "channel",     Text),
        new(Data,        "data",        "a JSON value"),
        new(Token,       "token",       Text),
        new(Epoch,       "epoch",       Text),
        new(Offset,      "offset",      "an integer from 0 to 9223372036854775807"),
        new(Recover,     "recover",     Flag),
        new(Positioned,  "positioned",  Flag),
        new(Recoverable, "recoverable", Flag),
        new(JoinLeave,   "join_leave",  Flag),
        new(Subs,        "subs",        "an object of objects"),
        new(Name,        "name",        Text),
        new(CommandField.Version, "version", Text),
        new(Headers,     "headers",     "an object of strings"),
        new(Limit,       "limit",       "an integer of 32 bits"),
        new(Since,       "since",       "an object"),
        new(Reverse,     "reverse",     Flag),
        new(Method,      "method",      Text),
    ];
}
