using static Stratus.Realtime.Protocol.ConnectionState;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Every cell of the table "state x event", for both roles, as it looks on the wire.</summary>
public sealed class StateTableWireTests
{
    private const string Reserved = "> close 1002 \"Reserved opcodes must not be used (RFC 6455 5.2)\"";

    // State, event, what comes of it, next state. "ended" is said once: a server has heard it already in Closing.
    public static TheoryData<ConnectionState, string, string, ConnectionState> Cells => new()
    {
        { Open,      "data",     "text \"x\"",                            Open },
        { Open,      "close",    "> close 1000 \"\"|close 1000 \"\"|end", Closing },
        { Open,      "Close()",  "> close 1001 \"\"",                     CloseSent },
        { Open,      "broken",   Reserved + "|failed ReservedOpcode",     Failed },
        { Open,      "Fail()",   "> close 1011 \"own\"",                  Failed },
        { Open,      "EOF",      "",                                      Closed },
        { Open,      "deadline", "> ping \"\"",                           Open },
        { CloseSent, "data",     "",                                      CloseSent },
        { CloseSent, "close",    "close 1000 \"\"|end",                   Closing },
        { CloseSent, "Close()",  "",                                      CloseSent },
        { CloseSent, "broken",   "failed ReservedOpcode",                 Failed },
        { CloseSent, "Fail()",   "",                                      Failed },
        { CloseSent, "EOF",      "",                                      Closed },
        { CloseSent, "deadline", "ended",                                 Closed },
        { Closing,   "data",     "",                                      Closing },
        { Closing,   "close",    "",                                      Closing },
        { Closing,   "Close()",  "",                                      Closing },
        { Closing,   "broken",   "",                                      Closing },
        { Closing,   "Fail()",   "",                                      Closing },
        { Closing,   "EOF",      "",                                      Closed },
        { Closing,   "deadline", "now",                                   Closed },
        { Failed,    "data",     "",                                      Failed },
        { Failed,    "close",    "ended",                                 Closed },
        { Failed,    "Close()",  "",                                      Failed },
        { Failed,    "broken",   "",                                      Failed },
        { Failed,    "Fail()",   "",                                      Failed },
        { Failed,    "EOF",      "",                                      Closed },
        { Failed,    "deadline", "ended",                                 Closed },
        { Closed,    "data",     "ended",                                 Closed },
        { Closed,    "close",    "ended",                                 Closed },
        { Closed,    "Close()",  "",                                      Closed },
        { Closed,    "broken",   "ended",                                 Closed },
        { Closed,    "Fail()",   "",                                      Closed },
        { Closed,    "EOF",      "",                                      Closed },
        { Closed,    "deadline", "ended",                                 Closed },
    };

    [Theory, MemberData(nameof(Cells))]
    public void Event_Received_ByAServer_MovesAsTheTableSays(ConnectionState state, string e, string lines, ConnectionState next) =>
        Check(WebSocketRole.Server, state, e, lines.Replace("|end", "|ended", StringComparison.Ordinal).Replace("now", "", StringComparison.Ordinal), next);

    [Theory, MemberData(nameof(Cells))]
    public void Event_Received_ByAClient_MovesAsTheTableSays(ConnectionState state, string e, string lines, ConnectionState next) =>
        Check(WebSocketRole.Client, state, e, (lines + " ").Replace("|end ", "", StringComparison.Ordinal).Replace("now", "ended", StringComparison.Ordinal).Trim(), next);

    [Fact]
    public void Cells_OfTheTable_AreAllHere() =>
        Assert.Equal(Enum.GetValues<ConnectionState>().Length * 7, Cells.Select(row => (row.Data.Item1, row.Data.Item2)).Distinct().Count());

    private static void Check(WebSocketRole role, ConnectionState state, string e, string lines, ConnectionState next)
    {
        using Wire wire = Wire.As(role);
        Bring(wire, state).In(state);
        Happen(wire, e).Then(lines.Split('|', StringSplitOptions.RemoveEmptyEntries)).In(next);
    }

    private static Wire Bring(Wire wire, ConnectionState state) => state switch
    {
        CloseSent => wire.Close(),
        Closing => wire.Receive(Frame.Close()),
        Failed => wire.Receive(new Frame(3, [])),
        Closed => wire.EndOfInput(),
        _ => wire,
    };

    private static Wire Happen(Wire wire, string e) => e switch
    {
        "data" => wire.Receive(Frame.Text("x")),
        "close" => wire.Receive(Frame.Close(1000)),
        "Close()" => wire.Close(CloseCode.GoingAway),
        "broken" => wire.Receive(new Frame(11, [])),
        "Fail()" => wire.Fail(CloseCode.InternalError, "own"),
        "EOF" => wire.EndOfInput(),
        "deadline" => wire.After(TimeSpan.FromDays(1)).Deadline(),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
