using System.Text;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Every row of <see cref="ProtocolRules"/>, raised by a scripted peer.</summary>
public sealed class RuleWireTests
{
    private static readonly WebSocketLimits Limits = new()
    {
        MaxMessageOctets = 100,
        MaxInflatedOctets = 200,
        MaxFragments = 3,
        MaxControlFramesPerSecond = 4,
    };

    // 259 times "a": a fixed block of literals and a match at distance 1, then the empty stored block without its tail.
    private static readonly byte[] Inflates259 = [0x4A, 0x4C, 0x1C, 0xF1, 0x00, 0x00];

    public static TheoryData<ProtocolRule> Rules => [.. ProtocolRules.All.Select(row => row.Rule)];

    [Theory, MemberData(nameof(Rules))]
    public void RuleBreach_Received_IsToldWithCodeAndSection(ProtocolRule rule)
    {
        ProtocolRuleRow row = ProtocolRules.Row(rule);
        WebSocketRole[] roles = rule switch
        {
            ProtocolRule.MaskMissing => [WebSocketRole.Server],
            ProtocolRule.MaskForbidden => [WebSocketRole.Client],
            _ => [WebSocketRole.Server, WebSocketRole.Client],
        };
        foreach (WebSocketRole role in roles)
        {
            using Wire wire = Wire.Deflate(role, limits: Limits);
            int before = Break(wire, rule);
            string reason = $"{row.Sentence} (RFC {row.Rfc} {row.Section})";
            Assert.Equal($"> close {(int)row.CloseCode} \"{reason}\"", wire.First.Lines[before]);
            Assert.Equal($"failed {rule}", wire.First.Lines[before + 1]);
            wire.Ends(ConnectionEndKind.Failed, (int)row.CloseCode, reason, rule);
            Assert.False(wire.First.Connection.End.WasClean);
        }
    }

    /// <summary>All but the one whose payload never ends.</summary>
    public static TheoryData<ProtocolRule> RulesWithAnEnd => [.. ProtocolRules.All.Select(row => row.Rule).Where(rule => rule != ProtocolRule.LengthTopBit)];

    [Fact]
    public void EndlessFrame_Received_IsDiscardedUntilTheLinger()
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server, limits: Limits);
        Break(wire, ProtocolRule.LengthTopBit);
        wire.Receive(Frame.Close(1002)).Then().In(ConnectionState.Failed);
        wire.After(WebSocketTimes.Default.CloseLinger).Deadline().Then("ended").In(ConnectionState.Closed);
    }

    [Theory, MemberData(nameof(RulesWithAnEnd))]
    public void RuleBreach_Received_ThenThePeersClose_Ends(ProtocolRule rule)
    {
        using Wire wire = Wire.Deflate(rule == ProtocolRule.MaskForbidden ? WebSocketRole.Client : WebSocketRole.Server, limits: Limits);
        Break(wire, rule);
        wire.Receive(Frame.Text("not heard"), Frame.Ping("not answered"));
        bool wasClose = rule is ProtocolRule.ClosePayloadTooShort or ProtocolRule.CloseCodeInvalid or ProtocolRule.CloseReasonInvalidUtf8;
        wire.Then().In(wasClose ? ConnectionState.Closed : ConnectionState.Failed);
        wire.Receive(Frame.Close(1002)).In(ConnectionState.Closed);
        Assert.Equal("ended", wire.First.Lines[^1]);
        Assert.Equal(rule, wire.First.Connection.End.Rule);
    }

    [Fact]
    public void HeaderBreach_Received_IsToldBeforeLengthAndPayload()
    {
        using Wire wire = Wire.Server();
        wire.ReceiveOctets(0x83, 0xFF).Then("> close 1002 \"Reserved opcodes must not be used (RFC 6455 5.2)\"", "failed ReservedOpcode");
    }

    [Fact]
    public void InvalidText_Received_IsToldAtTheOctet()
    {
        using Wire wire = Wire.Server();
        byte[] frame = wire.Octets(Frame.Text("abc\u00e9 and so on"));
        frame[10] ^= 0x40; // C3 becomes 83
        wire.ReceiveOctets(frame[..10]).Then();
        wire.ReceiveOctets(frame[10]).Then("> close 1007 \"Text messages must be UTF-8 (RFC 6455 8.1)\"", "failed InvalidUtf8");
        wire.In(ConnectionState.Failed);
    }

    [Fact]
    public void InvalidText_Received_InALaterFragment_IsToldAtTheOctet()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Text([0x61, 0xF4]).More, Frame.Ping()).Then("> pong \"\"", "ping \"\"");
        byte[] frame = wire.Octets(Frame.Next(0x90, 0x80, 0x80));
        wire.ReceiveOctets(frame[..6]).Then();
        wire.ReceiveOctets(frame[6]).Then("> close 1007 \"Text messages must be UTF-8 (RFC 6455 8.1)\"", "failed InvalidUtf8");
    }

    [Fact]
    public void Text_Received_EndingInsideACodePoint_Fails()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Text([0xE2, 0x82])).Then("> close 1007 \"Text messages must be UTF-8 (RFC 6455 8.1)\"", "failed InvalidUtf8");
    }

    [Fact]
    public void Text_Received_WithACodePointAcrossFragments_IsDelivered()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Text([0xF0, 0x9F]).More, Frame.Next(0x98).More, Frame.Next(0x80)).Then("text \"😀\"");
    }

    [Fact]
    public void ReasonText_OfEveryRule_FitsACloseFrame() =>
        Assert.All(ProtocolRules.All, row => Assert.InRange(Encoding.UTF8.GetByteCount(row.Text), 1, 123));

    /// <summary>Breaks the rule and says how many lines of the trace came before.</summary>
    private static int Break(Wire wire, ProtocolRule rule)
    {
        if (rule == ProtocolRule.PongMissing)
        {
            wire.After(TimeSpan.FromSeconds(25)).Deadline().After(TimeSpan.FromSeconds(10)).Deadline();
            return 1;
        }

        Frame[] before = rule switch
        {
            ProtocolRule.ContinuationExpected => [Frame.Text("open").More],
            ProtocolRule.TooManyFragments => [Frame.Text("1").More, Frame.Next("2").More, Frame.Next("3").More],
            ProtocolRule.TooManyControlFrames => [Frame.Pong(), Frame.Pong(), Frame.Pong(), Frame.Pong()],
            _ => [],
        };
        int lines = wire.Receive(before).First.Lines.Count;
        wire.Receive(rule switch
        {
            ProtocolRule.ReservedBits => Frame.Text("x") with { Rsv = 2 },
            ProtocolRule.ReservedOpcode => new Frame(7, [1, 2]),
            ProtocolRule.CompressedBitMisplaced => Frame.Ping("x").Compressed,
            ProtocolRule.MaskMissing or ProtocolRule.MaskForbidden => Frame.Text("") with { WrongMask = true },
            ProtocolRule.LengthNotMinimal => Frame.Text("x") with { LengthBits = 16 },
            ProtocolRule.LengthTopBit => Frame.Text("") with { LengthBits = 64, ClaimedOctets = 1UL << 63 },
            ProtocolRule.ControlFragmented => Frame.Ping("x").More,
            ProtocolRule.ControlTooLong => Frame.Ping(new string('x', 126)),
            ProtocolRule.ContinuationUnexpected => Frame.Next("x"),
            ProtocolRule.ContinuationExpected => Frame.Text("x"),
            ProtocolRule.InvalidUtf8 => Frame.Text([0xC0, 0x80]),
            ProtocolRule.ClosePayloadTooShort => new Frame(8, [3]),
            ProtocolRule.CloseCodeInvalid => Frame.Close(1005),
            ProtocolRule.CloseReasonInvalidUtf8 => new Frame(8, [3, 0xE8, 0xFF]),
            ProtocolRule.DeflateDataInvalid => Frame.Binary(0x07, 0x00).Compressed,
            ProtocolRule.MessageTooBig => Frame.Binary(new byte[101]),
            ProtocolRule.InflatedMessageTooBig => Frame.Binary(Inflates259).Compressed,
            ProtocolRule.TooManyFragments => Frame.Next("4"),
            ProtocolRule.TooManyControlFrames => Frame.Pong(),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        });
        return lines;
    }
}
