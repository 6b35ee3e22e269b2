using static Stratus.Realtime.Protocol.ConnectionState;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>The closing handshake, RFC 6455 §5.5.1 and §7.</summary>
public sealed class CloseWireTests
{
    private const string CodeText = "This close code must not be sent (RFC 6455 7.4)";

    public static TheoryData<int> ValidCodes => [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3001, 3999, 4000, 4999];

    public static TheoryData<int> InvalidCodes => [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 5001, 32768, 65535];

    [Theory, MemberData(nameof(ValidCodes))]
    public void Close_Received_WithCode_IsEchoedAndEnds(int code)
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Close(code, "bye")).Then($"> close {code} \"\"", $"close {code} \"bye\"", "ended");
        wire.In(Closing).Ends(ConnectionEndKind.PeerClosed, code, "bye");
    }

    [Theory, MemberData(nameof(InvalidCodes))]
    public void Close_Received_WithInvalidCode_Fails(int code)
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Close(code, "bye")).Then($"> close 1002 \"{CodeText}\"", "failed CloseCodeInvalid", "ended");
        wire.In(Closed).Ends(ConnectionEndKind.Failed, 1002, CodeText, ProtocolRule.CloseCodeInvalid);
    }

    [Fact]
    public void Close_Received_OnAServer_OctetsOnTheWire()
    {
        using Wire wire = Wire.Server();
        wire.ReceiveOctets(0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xE8 ^ 2).Sent("88 02 03E8");
    }

    [Fact]
    public void Close_Received_OnAClient_AnswerIsMasked()
    {
        using Wire wire = Wire.Client();
        wire.ReceiveOctets(0x88, 0x02, 0x03, 0xE8);
        byte[] sent = wire.First.Sent.ToArray();
        Assert.Equal(8, sent.Length);
        Assert.Equal([0x88, 0x82], sent[..2]);
        Assert.Equal([0x03, 0xE8], new[] { (byte)(sent[6] ^ sent[2]), (byte)(sent[7] ^ sent[3]) });
    }

    [Fact]
    public void Close_Received_OnAClient_WaitsForTheServerToDrop()
    {
        using Wire wire = Wire.Client();
        wire.Receive(Frame.Close(1001)).Then("> close 1001 \"\"", "close 1001 \"\"").In(Closing);
        wire.EndOfInput().Then().In(Closed).Ends(ConnectionEndKind.PeerClosed, 1001);
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Close_Received_Empty_IsAnsweredEmpty(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Close());
        Assert.Equal(["> close", "close 1005 \"\""], wire.First.Lines.Take(2));
        wire.Ends(ConnectionEndKind.PeerClosed, 1005);
        Assert.True(wire.First.Connection.End.WasClean);
    }

    [Fact]
    public void Close_Received_WithOneOctet_Fails()
    {
        using Wire wire = Wire.Server();
        wire.Receive(new Frame(8, [3])).Then(
            "> close 1002 \"A close payload must be empty or begin with a 2-octet code (RFC 6455 5.5.1)\"", "failed ClosePayloadTooShort", "ended");
    }

    [Fact]
    public void Close_Received_WithReasonOf123Octets_IsDelivered()
    {
        string reason = new('r', 123);
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Close(1000, reason)).Ends(ConnectionEndKind.PeerClosed, 1000, reason);
    }

    [Fact]
    public void Close_Received_WithReasonNotUtf8_Fails()
    {
        using Wire wire = Wire.Server();
        wire.Receive(new Frame(8, [0x03, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80])).Then(
            "> close 1007 \"Close reasons must be UTF-8 (RFC 6455 5.5.1)\"", "failed CloseReasonInvalidUtf8", "ended");
    }

    [Fact]
    public void Close_Received_WithReasonCutInACodePoint_Fails()
    {
        using Wire wire = Wire.Server();
        wire.Receive(new Frame(8, [0x03, 0xE8, 0xE2, 0x82])).Ends(
            ConnectionEndKind.Failed, 1007, "Close reasons must be UTF-8 (RFC 6455 5.5.1)", ProtocolRule.CloseReasonInvalidUtf8);
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Close_Received_InsideAMessage_EndsAndDropsTheMessage(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Text("Hel").More, Frame.Close(1000)).Ends(ConnectionEndKind.PeerClosed, 1000);
        Assert.Equal(["> close 1000 \"\"", "close 1000 \"\""], wire.First.Lines.Take(2));
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Anything_Received_AfterClose_IsDiscarded(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Close(1000));
        wire.Receive(Frame.Text("late"), Frame.Ping("late"), Frame.Close(1001), new Frame(3, [1]), Frame.Text([0xFF])).Then().In(Closing);
        wire.ReceiveOctets(0xFF, 0xFF, 0xFF, 0xFF).Then().Ends(ConnectionEndKind.PeerClosed, 1000);
    }

    [Fact]
    public void Anything_Received_InOneReadBehindClose_IsDiscarded()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Close(1000), Frame.Text("late"), Frame.Ping("late"), new Frame(3, []))
            .Then("> close 1000 \"\"", "close 1000 \"\"", "ended");
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Close_Sent_AndAnswered_EndsClean(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Close(CloseCode.GoingAway, "drain").Then("> close 1001 \"drain\"").In(CloseSent);
        wire.Receive(Frame.Text("dropped"), Frame.Ping("p"), Frame.Close(1001, "ok")).In(Closing).Ends(ConnectionEndKind.Closed, 1001, "ok");
        string[] lines = ["> close 1001 \"drain\"", "> pong \"p\"", "ping \"p\"", "close 1001 \"ok\""];
        Assert.Equal(role == WebSocketRole.Server ? [.. lines, "ended"] : lines, wire.First.Lines);
    }

    [Fact]
    public void Close_Sent_Twice_IsSentOnce()
    {
        using Wire wire = Wire.Server();
        wire.Close().Then("> close 1000 \"\"").Close(CloseCode.GoingAway).Then().In(CloseSent);
    }

    [Fact]
    public void Close_Sent_WithoutStatus_IsEmpty()
    {
        using Wire wire = Wire.Server();
        wire.Close(CloseCode.NoStatus, "never seen").Sent("88 00");
    }

    [Theory, InlineData("é", 2), InlineData("€", 3), InlineData("😀", 4)]
    public void Close_Sent_WithALongReason_IsCutWhereACodePointEnds(string last, int octets)
    {
        for (int room = 0; room <= 4; room++)
        {
            string fits = new('r', 123 - room);
            using Wire wire = Wire.Server();
            wire.Close(CloseCode.Normal, fits + last + "tail");
            string tail = "tail"[..Math.Clamp(room - octets, 0, 4)];
            Assert.Equal([$"> close 1000 \"{fits}{(room >= octets ? last + tail : "")}\""], wire.First.Lines);
        }
    }

    [Fact]
    public void CloseCall_Received_InTheMiddleOfAFrame_StillFindsThePeersClose()
    {
        using Wire wire = Wire.Server();
        byte[] frames = wire.Octets(Frame.Text("a long message"), Frame.Close(1000));
        wire.ReceiveOctets(frames[..9]).Then();
        wire.Close().ReceiveOctets(frames[9..]).Then("close 1000 \"\"", "ended").In(Closing);
    }

    // The ping's payload is still at hand when the broken frame is discarded (found by the fuzz, script seed 147624642).
    [Theory, InlineData(0), InlineData(5), InlineData(123)]
    public void Close_Received_UnmaskedBehindALongPing_FailsAndEnds(int reasonOctets)
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Ping(new string('p', 125)));
        wire.Receive(Frame.Close(1000, new string('r', reasonOctets)) with { WrongMask = true })
            .Then("> close 1002 \"A client must mask every frame (RFC 6455 5.1)\"", "failed MaskMissing", "ended").In(Closed);
    }

    [Fact]
    public void FailCall_Received_InTheMiddleOfACloseFrame_StillFindsIt()
    {
        using Wire wire = Wire.Server();
        byte[] close = wire.Octets(Frame.Close(1000, "bye"));
        wire.ReceiveOctets(close[..8]).Fail(CloseCode.InternalError, "own").Then("> close 1011 \"own\"");
        wire.ReceiveOctets(close[8..]).Then("ended").In(Closed).Ends(ConnectionEndKind.Failed, 1011, "own");
    }

    [Fact]
    public void FailCall_Received_InTheMiddleOfAMessage_StillFindsTheCloseFrame()
    {
        using Wire wire = Wire.Server();
        byte[] frames = wire.Octets(Frame.Text("message"), Frame.Ping("p"), Frame.Close(1000));
        wire.ReceiveOctets(frames[..8]).Fail(CloseCode.InternalError, "own").ReceiveOctets(frames[8..]).Then("ended").In(Closed);
    }

    [Theory, InlineData(1004), InlineData(1006), InlineData(1015), InlineData(999), InlineData(2999), InlineData(5000)]
    public void CloseOrFail_WithACodeThatMustNotBeSent_Throws(int code)
    {
        using Wire wire = Wire.Server();
        Assert.Throws<InvalidOperationException>(() => wire.Close((CloseCode)code));
        Assert.Throws<InvalidOperationException>(() => wire.Fail((CloseCode)code, ""));
        wire.In(Open).Sent("");
    }
}
