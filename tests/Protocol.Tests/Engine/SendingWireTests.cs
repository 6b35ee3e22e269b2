namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>What the caller may ask for, and what it may not.</summary>
public sealed class SendingWireTests
{
    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Fragments_Sent_WithAPingBetween_AreOneMessage(WebSocketRole role)
    {
        using Wire wire = Wire.As(role);
        wire.SendFragment(MessageKind.Text, "a", false).Then("> more text \"a\"");
        wire.Do(run => Assert.True(run.Connection.Ping("p"u8, run.Output))).Then("> ping \"p\"");
        wire.SendFragment(MessageKind.Text, "", false).Then("> more next \"\"");
        wire.SendFragment(MessageKind.Text, "c", true).Then("> next \"c\"");
        wire.Send(MessageKind.Binary, [1]).Then("> binary 01");
    }

    [Fact]
    public void Fragments_Sent_WhereDeflateIsNegotiated_AreUncompressed()
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        wire.SendFragment(MessageKind.Text, "a", false).SendFragment(MessageKind.Text, "b", true);
        Assert.Equal(["> more text \"a\"", "> next \"b\""], wire.First.Lines);
    }

    [Fact]
    public void Send_InsideAFragmentedMessage_Throws()
    {
        using Wire wire = Wire.Server();
        wire.SendFragment(MessageKind.Text, "a", false);
        Assert.Throws<InvalidOperationException>(() => wire.Send(MessageKind.Text, [1]));
        wire.Do(run => Assert.False(run.Connection.TryBeginMessage(MessageKind.Text, 1, run.Output, out _, out _))).Then();
    }

    [Fact]
    public void SendFragment_OfAnotherKind_Throws()
    {
        using Wire wire = Wire.Server();
        wire.SendFragment(MessageKind.Text, "a", false);
        Assert.Throws<InvalidOperationException>(() => wire.SendFragment(MessageKind.Binary, "b", true));
        wire.SendFragment(MessageKind.Text, "c", true).Then("> next \"c\"");
    }

    [Theory, InlineData(125, true), InlineData(126, false)]
    public void PingAndPong_OfThatManyOctets_AreSentOrThrow(int octets, bool fits)
    {
        using Wire wire = Wire.Server();
        byte[] payload = new byte[octets];
        void Ping() => wire.Do(run => run.Connection.Ping(payload, run.Output));
        void Pong() => wire.Do(run => run.Connection.Pong(payload, run.Output));
        if (fits)
        {
            Ping();
            Pong();
            Assert.Equal(2, wire.First.Lines.Count);
        }
        else
        {
            Assert.Throws<InvalidOperationException>(Ping);
            Assert.Throws<InvalidOperationException>(Pong);
            wire.Sent("");
        }
    }

    [Theory, InlineData("CloseSent"), InlineData("Closing"), InlineData("Failed"), InlineData("Closed")]
    public void Anything_Sent_AfterTheClose_IsNothing(string state)
    {
        using Wire wire = Wire.Server();
        _ = state switch
        {
            "CloseSent" => wire.Close(),
            "Closing" => wire.Receive(Frame.Close()),
            "Failed" => wire.Receive(new Frame(3, [])),
            _ => wire.EndOfInput(),
        };
        wire.Do(run =>
        {
            Assert.False(run.Connection.Send(MessageKind.Text, "x"u8, run.Output));
            Assert.False(run.Connection.SendFragment(MessageKind.Text, "x"u8, true, run.Output));
            Assert.False(run.Connection.Ping("x"u8, run.Output));
            Assert.False(run.Connection.Pong("x"u8, run.Output));
            Assert.False(run.Connection.TryBeginMessage(MessageKind.Text, 1, run.Output, out _, out _));
        }).Then();
    }

    [Fact]
    public void Pong_Sent_Unasked_IsOneFrame()
    {
        using Wire wire = Wire.Server();
        wire.Do(run => Assert.True(run.Connection.Pong("x"u8, run.Output))).Sent("8A 01 78");
    }

    [Theory, InlineData(0, "82 00"), InlineData(3, "82 03 0000 00"), InlineData(126, "82 7E 007E")]
    public void TryBeginMessage_OnAServer_GivesTheRoomBehindTheHeader(int octets, string hex)
    {
        using Wire wire = Wire.Server();
        wire.Do(run =>
        {
            Assert.True(run.Connection.TryBeginMessage(MessageKind.Binary, octets, run.Output, out Span<byte> payload, out int header));
            Assert.Equal(octets, payload.Length);
            payload.Clear();
            run.Output.Advance(header + octets);
        });
        wire.Sent((hex.Replace(" ", "", StringComparison.Ordinal) + new string('0', 260))[..(2 * wire.First.Sent.Length)]);
        Assert.Equal(octets < 126 ? 2 + octets : 4 + octets, wire.First.Sent.Length);
    }

    [Fact]
    public void TryBeginMessage_OnAClient_IsRefused()
    {
        using Wire wire = Wire.Client();
        wire.Do(run => Assert.False(run.Connection.TryBeginMessage(MessageKind.Binary, 1, run.Output, out _, out _))).Then();
    }

    [Fact]
    public void Client_WithoutMaskingKeys_Throws() => Assert.Throws<InvalidOperationException>(
        () => new WebSocketConnection(new WebSocketConnectionOptions { Role = WebSocketRole.Client }, TimeSpan.Zero));
}
