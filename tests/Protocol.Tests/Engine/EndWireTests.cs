using static Stratus.Realtime.Protocol.ConnectionEndKind;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>The one value that a connection leaves behind, and the deadlines that may end it.</summary>
public sealed class EndWireTests
{
    private static readonly WebSocketConnectionOptions Options = new()
    {
        Role = WebSocketRole.Server,
        Times = new WebSocketTimes
        {
            PingInterval = TimeSpan.FromSeconds(20),
            PongTimeout = TimeSpan.FromSeconds(7),
            CloseTimeout = TimeSpan.FromSeconds(4),
            CloseLinger = TimeSpan.FromSeconds(2),
        },
    };

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void EndOfInput_Received_WhenOpen_IsLost()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Text("half").More).EndOfInput().Then().In(ConnectionState.Closed).Ends(Lost, 1006);
    }

    [Fact]
    public void EndOfInput_Received_AfterOurClose_IsLost()
    {
        using Wire wire = Wire.Server();
        wire.Close().EndOfInput().Then().In(ConnectionState.Closed).Ends(Lost, 1006);
    }

    [Fact]
    public void EndOfInput_Received_AfterThePeersClose_KeepsItsCode()
    {
        using Wire wire = Wire.Client();
        wire.Receive(Frame.Close(4001, "kicked")).EndOfInput().Ends(PeerClosed, 4001, "kicked");
    }

    [Fact]
    public void EndOfInput_Received_AfterAFailure_KeepsTheFailure()
    {
        using Wire wire = Wire.Server();
        wire.Fail(CloseCode.InternalError, "own").EndOfInput().Ends(ConnectionEndKind.Failed, 1011, "own");
    }

    [Fact]
    public void EndOfInput_Received_Twice_ChangesNothing()
    {
        using Wire wire = Wire.Server();
        wire.EndOfInput().EndOfInput().Then().Ends(Lost, 1006);
    }

    [Fact]
    public void End_WhileOpen_IsNone()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Text("x")).Ends(None, 0, null!);
    }

    [Fact]
    public void Silence_Passing_IsPingedAndThenFailed()
    {
        using Wire wire = Wire.Of(Options);
        wire.After(Options.Times.PingInterval - Tick).Deadline().Then();
        wire.After(Tick).Deadline().Then("> ping \"\"");
        wire.After(Options.Times.PongTimeout - Tick).Deadline().Then();
        wire.After(Tick).Deadline().Then("> close 1011 \"A ping must be answered by a pong in time (RFC 6455 5.5.2)\"", "failed PongMissing");
        wire.After(Options.Times.CloseLinger - Tick).Deadline().Then().In(ConnectionState.Failed);
        wire.After(Tick).Deadline().Then("ended").In(ConnectionState.Closed);
    }

    [Fact]
    public void Octet_Received_AfterAPing_IsASignOfLife()
    {
        using Wire wire = Wire.Of(Options);
        wire.After(Options.Times.PingInterval).Deadline().Then("> ping \"\"");
        wire.After(Options.Times.PongTimeout - Tick).ReceiveOctets(0x82).After(Tick).Deadline().Then();
        wire.After(Options.Times.PingInterval - Tick).Deadline().Then("> ping \"\"");
    }

    [Fact]
    public void Nothing_Received_IsNoSignOfLife()
    {
        using Wire wire = Wire.Of(Options);
        wire.After(Options.Times.PingInterval - Tick).ReceiveOctets().After(Tick).Deadline().Then("> ping \"\"");
    }

    [Fact]
    public void CloseFrame_NotAnswered_TimesOut()
    {
        using Wire wire = Wire.Of(Options);
        wire.Close().After(Options.Times.CloseTimeout - Tick).Receive(Frame.Text("chatter")).Deadline().Then().In(ConnectionState.CloseSent);
        wire.After(Tick).Deadline().Then("ended").In(ConnectionState.Closed).Ends(CloseTimedOut, 1006);
        Assert.False(wire.First.Connection.End.WasClean);
    }

    [Fact]
    public void Server_NotDropping_IsDroppedByTheClientInTime()
    {
        using Wire wire = Wire.Of(Options with { Role = WebSocketRole.Client });
        wire.Receive(Frame.Close(1000)).After(Options.Times.CloseTimeout - Tick).Deadline().Then().In(ConnectionState.Closing);
        wire.After(Tick).Deadline().Then("ended").In(ConnectionState.Closed).Ends(PeerClosed, 1000);
    }

    [Fact]
    public void FailedPeer_KeepingOnSending_IsDroppedAfterTheLinger()
    {
        using Wire wire = Wire.Of(Options);
        wire.Fail(CloseCode.InternalError, "").After(Options.Times.CloseLinger - Tick).Receive(Frame.Text("more")).Deadline().Then();
        wire.After(Tick).Deadline().Then("ended").Ends(ConnectionEndKind.Failed, 1011);
    }

    [Fact]
    public void Deadline_OfAClosedConnection_IsNever()
    {
        using Wire wire = Wire.Server();
        wire.EndOfInput();
        Assert.Equal(TimeSpan.MaxValue, wire.First.Connection.Deadline);
    }
}
