namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Every limit at n-1, n and n+1.</summary>
public sealed class LimitWireTests
{
    private const int Limit = 1000;

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void MessageOctets_Received_InOneFrame(int beyond)
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxMessageOctets = Limit });
        wire.Receive(Frame.Binary(new byte[Limit + beyond]));
        Check(wire, beyond, ProtocolRule.MessageTooBig);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void MessageOctets_Received_InFragments(int beyond)
    {
        using Wire wire = Wire.As(WebSocketRole.Client, new WebSocketLimits { MaxMessageOctets = Limit });
        wire.Receive(Frame.Binary(new byte[400]).More, Frame.Next(new byte[400]).More, Frame.Next(new byte[200 + beyond]));
        Check(wire, beyond, ProtocolRule.MessageTooBig);
    }

    [Fact]
    public void MessageOctets_Announced_FailBeforeTheirPayload()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxMessageOctets = Limit });
        wire.Receive(Frame.Binary() with { LengthBits = 64, ClaimedOctets = long.MaxValue });
        Check(wire, 1, ProtocolRule.MessageTooBig);
    }

    [Fact]
    public void MessageOctets_Announced_InAFragmentUpToTheLargestLength_DoNotOverflow()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxMessageOctets = Limit });
        wire.Receive(Frame.Binary(1, 2, 3).More, Frame.Next() with { LengthBits = 64, ClaimedOctets = long.MaxValue });
        Check(wire, 1, ProtocolRule.MessageTooBig);
    }

    [Fact]
    public void MessageOctets_OfSeveralMessages_AreNotAddedUp()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxMessageOctets = 2 });
        wire.Receive(Frame.Binary(1, 2), Frame.Binary(3).More, Frame.Next(4), Frame.Binary(5, 6)).Then("binary 0102", "binary 0304", "binary 0506");
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void InflatedOctets_Received(int beyond)
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server, limits: new WebSocketLimits { MaxInflatedOctets = Limit });
        byte[] stream = DeflatedMessages.Make(new byte[Limit + beyond]);
        wire.Receive(Frame.Binary(stream).Compressed);
        Check(wire, beyond, ProtocolRule.InflatedMessageTooBig);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void MessageOctets_Received_Compressed_AreCountedAsSent(int beyond)
    {
        byte[] noise = new byte[Limit];
        new Random(1).NextBytes(noise);
        byte[] stream = DeflatedMessages.Make(noise);
        using Wire wire = Wire.Deflate(WebSocketRole.Server, limits: new WebSocketLimits { MaxMessageOctets = stream.Length - beyond });
        wire.Receive(Frame.Binary(stream).Compressed);
        Check(wire, beyond, ProtocolRule.MessageTooBig);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void Fragments_Received(int beyond)
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxFragments = 5 });
        wire.Receive([Frame.Binary(0).More, .. Enumerable.Range(1, 5 + beyond - 1).Select(i => Frame.Next((byte)i) with { Fin = i == 5 + beyond - 1 })]);
        Check(wire, beyond, ProtocolRule.TooManyFragments);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1)]
    public void ControlFrames_Received_InASecond(int beyond)
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxControlFramesPerSecond = 5 });
        wire.After(TimeSpan.FromSeconds(100)).Receive([.. Enumerable.Range(0, 5 + beyond).Select(i => i % 2 == 0 ? Frame.Ping() : Frame.Pong())]);
        Check(wire, beyond, ProtocolRule.TooManyControlFrames);
    }

    [Fact]
    public void ControlFrames_Received_InTheNextSecond_AreCountedAnew()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxControlFramesPerSecond = 2 });
        for (int second = 0; second < 3; second++)
        {
            wire.Receive(Frame.Pong("a"), Frame.Pong("b")).Then("pong \"a\"", "pong \"b\"").After(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void ControlFrames_Received_BeyondTheLimitJustBeforeTheSecondIsOver_Fail()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxControlFramesPerSecond = 2 });
        wire.After(TimeSpan.FromSeconds(7)).Receive(Frame.Pong(), Frame.Pong()).After(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1)).Receive(Frame.Pong());
        Check(wire, 1, ProtocolRule.TooManyControlFrames);
    }

    // Only pings and pongs are counted: the last frame of all cannot be one too many.
    [Fact]
    public void Close_Received_BeyondTheControlFrameLimit_IsAnswered()
    {
        using Wire wire = Wire.As(WebSocketRole.Server, new WebSocketLimits { MaxControlFramesPerSecond = 1 });
        wire.Receive(Frame.Pong(), Frame.Close(1000)).Then("pong \"\"", "> close 1000 \"\"", "close 1000 \"\"", "ended");
    }

    [Fact]
    public void Output_Full_StopsBetweenFramesAndGoesOn()
    {
        var buffer = new WireBuffer { FullAt = 6 };
        using var connection = new WebSocketConnection(new WebSocketConnectionOptions { Role = WebSocketRole.Server }, TimeSpan.Zero);
        EchoSink<WireOutput> sink = new(connection, new WireOutput(buffer));
        byte[] input = [.. Enumerable.Range(0, 5).SelectMany(i => Frame.Text($"{i}abc").ToOctets(true, 0x01020304))];
        List<int> steps = [];
        for (int at = 0; ;)
        {
            ReceiveStatus status = connection.Receive(input.AsSpan(at), TimeSpan.Zero, ref sink, new WireOutput(buffer), out int consumed);
            at += consumed;
            steps.Add(consumed);
            if (status == ReceiveStatus.NeedMore)
            {
                break;
            }

            Assert.Equal(ReceiveStatus.OutputFull, status);
            buffer.Drained = buffer.Octets.Length;
        }

        Assert.Equal([10, 10, 10, 10, 10, 0], steps);
        Assert.Equal(30, buffer.Octets.Length);
        Assert.Equal("8104306162638104316162638104326162638104336162638104346162 63".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(buffer.Octets));
    }

    private static void Check(Wire wire, int beyond, ProtocolRule rule)
    {
        if (beyond > 0)
        {
            Assert.Contains($"failed {rule}", wire.First.Lines);
        }
        else
        {
            Assert.NotEmpty(wire.First.Lines);
            wire.In(ConnectionState.Open);
        }
    }
}
