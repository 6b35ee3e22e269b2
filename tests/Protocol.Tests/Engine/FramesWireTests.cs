namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Messages, fragments, pings and pongs that are as they should be, RFC 6455 §5.4 to §5.7.</summary>
public sealed class FramesWireTests
{
    // RFC 6455 §5.7, octet by octet.
    [Theory]
    [InlineData("810548656C6C6F")]
    [InlineData("010348656C 80026C6F")]
    public void Hello_Received_AsInTheRfc_IsDelivered(string hex)
    {
        using Wire wire = Wire.Client();
        wire.ReceiveOctets(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Then("text \"Hello\"");
    }

    [Fact]
    public void Hello_Received_MaskedAsInTheRfc_IsDelivered()
    {
        using Wire wire = Wire.Server();
        wire.ReceiveOctets(0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58).Then("text \"Hello\"");
    }

    [Fact]
    public void Ping_Received_AsInTheRfc_IsAnswered()
    {
        using Wire wire = Wire.Server();
        wire.ReceiveOctets(0x89, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58).Sent("8A0548656C6C6F");
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void EmptyFrames_Received_AreMessages(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Text(""), Frame.Binary(), Frame.Ping(), Frame.Pong()).Then("text \"\"", "binary ", "> pong \"\"", "ping \"\"", "pong \"\"");
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Fragments_Received_WithControlFramesBetween_AreOneMessage(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Text("a").More, Frame.Ping("1"), Frame.Next("b").More, Frame.Pong("2"), Frame.Next("").More, Frame.Ping(), Frame.Next("c"))
            .Then("> pong \"1\"", "ping \"1\"", "pong \"2\"", "> pong \"\"", "ping \"\"", "text \"abc\"");
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Fragments_Received_Empty_AreOneEmptyMessage(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.Receive(Frame.Text("").More, Frame.Next("").More, Frame.Next(""), Frame.Text("next")).Then("text \"\"", "text \"next\"");
    }

    [Fact]
    public void Pong_Received_Unasked_IsOnlyTold()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Pong("nobody asked")).Then("pong \"nobody asked\"").Sent("");
    }

    [Fact]
    public void Pings_Received_InARow_AreAnsweredEachInOrder()
    {
        using Wire wire = Wire.Server();
        wire.Receive(Frame.Ping("1"), Frame.Ping(new string('2', 125)), Frame.Ping("3"))
            .Then("> pong \"1\"", "ping \"1\"", $"> pong \"{new string('2', 125)}\"", $"ping \"{new string('2', 125)}\"", "> pong \"3\"", "ping \"3\"");
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(124), InlineData(125), InlineData(126), InlineData(127), InlineData(128), InlineData(4095), InlineData(4096)]
    [InlineData(4097), InlineData(32768), InlineData(65535), InlineData(65536), InlineData(65537), InlineData(200_003)]
    public void Message_Received_AndSent_AtEveryLengthForm(int octets)
    {
        byte[] payload = new byte[octets];
        new Random(octets).NextBytes(payload);
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
        {
            using Wire wire = Wire.As(role);
            string text = WireText.Message(MessageKind.Binary, payload);
            wire.Receive(Frame.Binary(payload)).Then(text);
            wire.Send(MessageKind.Binary, payload).Then("> " + text);
        }
    }

    [Fact]
    public void Masks_OfAClient_AreTheKeysThatItWasGivenInOrder()
    {
        using Wire wire = Wire.Client();
        wire.Send(MessageKind.Binary, []).Send(MessageKind.Text, "ab"u8.ToArray());
        byte[] sent = wire.First.Sent.ToArray();
        Assert.Equal([0x82, 0x80], sent[..2]);
        Assert.Equal([0x81, 0x82], sent[6..8]);
        uint first = WireRun.NextKey(0x01020304);
        Assert.Equal(first, BitConverter.ToUInt32(sent, 2));
        Assert.Equal(WireRun.NextKey(first), BitConverter.ToUInt32(sent, 8));
    }

    [Theory, InlineData(WebSocketRole.Server, false), InlineData(WebSocketRole.Client, true)]
    public void EmptyFrame_Received_WithTheWrongMask_Fails(WebSocketRole role, bool masked)
    {
        foreach (int opcode in (int[])[1, 2, 8, 9, 10])
        {
            using Wire wire = Wire.As(role);
            wire.Receive(new Frame(opcode, []) { WrongMask = true });
            Assert.Equal(masked ? ProtocolRule.MaskForbidden : ProtocolRule.MaskMissing, wire.First.Connection.End.Rule);
        }
    }

    [Fact]
    public void Mask_Received_WithKeyZero_IsAMask()
    {
        using Wire wire = Wire.Server();
        wire.ReceiveOctets(0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69).Then("text \"hi\"");
    }
}
