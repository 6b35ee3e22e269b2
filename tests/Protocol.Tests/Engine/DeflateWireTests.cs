using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Tests.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>permessage-deflate as it looks on the wire, RFC 7692 §7.2.</summary>
public sealed class DeflateWireTests
{
    private const string Corrupt =
        "> close 1007 \"Compressed data must be valid DEFLATE within the agreed window (RFC 7692 7.2.2)\"";

    private static readonly DeflateParameters Alone = new(true, true, 15, 15);

    public static TheoryData<WebSocketRole, bool, int> Senders
    {
        get
        {
            TheoryData<WebSocketRole, bool, int> rows = [];
            foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
            {
                for (int bits = 9; bits <= 15; bits++)
                {
                    rows.Add(role, true, bits);
                    rows.Add(role, false, bits);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Senders))]
    public void Messages_Sent_InflateAsAgreed(WebSocketRole role, bool takeover, int windowBits)
    {
        bool server = role == WebSocketRole.Server;
        // The other direction's parameters differ in everything: mixing them up would show.
        var agreed = new DeflateParameters(server != takeover, server == takeover, server ? windowBits : 24 - windowBits, server ? 24 - windowBits : windowBits);
        using Wire wire = Wire.Deflate(role, agreed);
        byte[][] messages = [.. ((int[])[40, 0, 3000, 3000, 70_000]).Select((length, i) => InflaterDriver.Payload(i == 3 ? "runs" : "text", length, length))];
        foreach (byte[] message in messages)
        {
            wire.Send(MessageKind.Binary, message);
        }

        byte[][] packed = SentPayloads(wire, !server);
        Assert.Equal(messages.Length, packed.Length);
        if (takeover)
        {
            Assert.Equal([.. messages.SelectMany(m => m)], DeflatedMessages.Inflate(packed));
            Assert.InRange(DeflaterWitness.Read(packed).Farthest, 1, 1 << windowBits);
        }
        else
        {
            Assert.Equal(messages, packed.Select(one => DeflatedMessages.Inflate(one)));
            Assert.All(packed, one => Assert.InRange(DeflaterWitness.Read(one).Farthest, 0, 1 << windowBits));
        }
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Hello_Received_AsInTheRfc_IsInflated(WebSocketRole role)
    {
        // RFC 7692 §7.2.3.1, §7.2.3.2, §7.2.3.3, §7.2.3.4 and §7.2.3.5.
        byte[] once = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
        using Wire wire = Wire.Deflate(role);
        wire.Receive(Frame.Text(once).Compressed).Then("text \"Hello\"");
        wire.Receive(Frame.Text(0xF2, 0x00, 0x11, 0x00, 0x00).Compressed).Then("text \"Hello\"");
        wire.Receive(Frame.Text(once[..3]).Compressed.More, Frame.Next(once[3..])).Then("text \"Hello\"");
        wire.Receive(Frame.Text([0x00, 0x05, 0x00, 0xFA, 0xFF, .. "Hello"u8, 0x00]).Compressed).Then("text \"Hello\"");
        wire.Receive(Frame.Text(0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00).Compressed).Then("text \"Hello\"");
        wire.Receive(Frame.Text(0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00).Compressed).Then("text \"Hello\"");
    }

    [Theory, InlineData((byte[])[0x00]), InlineData((byte[])[0x02, 0x00]), InlineData((byte[])[0x03, 0x00, 0x00])]
    public void EmptyMessage_Received_Compressed_IsEmpty(byte[] payload)
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        wire.Receive(Frame.Text(payload).Compressed, Frame.Binary(payload).Compressed).Then("text \"\"", "binary ");
    }

    [Fact]
    public void EmptyMessage_Sent_IsOneOctet()
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        wire.Send(MessageKind.Text, []).Sent("C1 01 00");
    }

    [Fact]
    public void Fragments_Received_CompressedWithControlFramesBetween_AreOneMessage()
    {
        byte[] message = InflaterDriver.Payload("text", 9000, 1);
        byte[] packed = DeflatedMessages.Make(message);
        using Wire wire = Wire.Deflate(WebSocketRole.Client);
        wire.Receive(
                Frame.Binary(packed[..1]).Compressed.More, Frame.Ping("1"), Frame.Next().More, Frame.Next(packed[1..^1]).More, Frame.Pong("2"), Frame.Next(packed[^1..]))
            .Then("> pong \"1\"", "ping \"1\"", "pong \"2\"", WireText.Message(MessageKind.Binary, message));
    }

    [Fact]
    public void Messages_Received_PlainBetweenCompressedOnes_LeaveTheContextAlone()
    {
        byte[] message = InflaterDriver.Payload("random", 500, 1);
        byte[][] chain = DeflatedMessages.Chain(message, message);
        Assert.InRange(chain[1].Length, 1, 50);
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        string line = WireText.Message(MessageKind.Binary, message);
        wire.Receive(Frame.Binary(chain[0]).Compressed, Frame.Text("plain"), Frame.Binary(chain[1]).Compressed).Then(line, "text \"plain\"", line);
    }

    [Theory, InlineData(WebSocketRole.Server), InlineData(WebSocketRole.Client)]
    public void Message_Received_ReferringBackWithoutTakeover_Fails(WebSocketRole role)
    {
        byte[] message = InflaterDriver.Payload("random", 500, 1);
        byte[][] chain = DeflatedMessages.Chain(message, message);
        bool server = role == WebSocketRole.Server;
        using Wire wire = Wire.Deflate(role, new DeflateParameters(!server, server, 15, 15));
        wire.Receive(Frame.Binary(chain[0]).Compressed).Receive(Frame.Binary(chain[1]).Compressed).Then(Corrupt, "failed DeflateDataInvalid");
    }

    [Theory, InlineData(8), InlineData(9), InlineData(12), InlineData(14), InlineData(15)]
    public void Message_Received_ReferringBackByTheWindow_IsInflatedAndByOneMoreFails(int windowBits)
    {
        int window = 1 << windowBits;
        byte[] noise = InflaterDriver.Payload("random", window + 1, 1);
        byte[] Stream(int distance)
        {
            InflaterBits bits = new InflaterBits().Stored(noise.AsSpan(0, Math.Min(distance, 30_000)));
            bits = distance > 30_000 ? bits.Stored(noise.AsSpan(30_000, distance - 30_000)) : bits;
            return bits.Block(1).FixedMatch3(distance).FixedSymbol(256).EndMessage();
        }

        var agreed = new DeflateParameters(false, false, windowBits == 15 ? 9 : 15, windowBits);
        using Wire wire = Wire.Deflate(WebSocketRole.Server, agreed);
        wire.Receive(Frame.Binary(Stream(window)).Compressed).Then(WireText.Message(MessageKind.Binary, [.. noise[..window], .. noise[..3]]));
        if (windowBits < 15) // DEFLATE itself cannot say 32,769
        {
            wire.Receive(Frame.Binary(Stream(window + 1)).Compressed).Then(Corrupt, "failed DeflateDataInvalid");
        }
    }

    [Theory]
    [InlineData((byte[])[0x07, 0x00], "block type 3")]
    [InlineData((byte[])[0x00, 0x05, 0x00, 0x05, 0x00], "LEN is not the complement of NLEN")]
    [InlineData((byte[])[0xF2, 0x48, 0xCD], "cut short")]
    [InlineData((byte[])[0x02, 0x07, 0x00], "a distance before the beginning")]
    [InlineData((byte[])[0xFD, 0xFF, 0xFF], "286 literals and more")]
    public void Corrupt_Received_Fails(byte[] payload, string because)
    {
        foreach (WebSocketRole role in Enum.GetValues<WebSocketRole>())
        {
            using Wire wire = Wire.Deflate(role);
            wire.Receive(Frame.Binary(payload).Compressed);
            Assert.Equal((because, Corrupt), (because, wire.First.Lines[0]));
            wire.Ends(ConnectionEndKind.Failed, 1007, wire.First.Connection.End.Reason, ProtocolRule.DeflateDataInvalid);
        }
    }

    [Fact]
    public void InvalidText_Received_Compressed_Fails()
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        wire.Receive(Frame.Text(DeflatedMessages.Make([0x61, 0xED, 0xA0, 0x80])).Compressed)
            .Then("> close 1007 \"Text messages must be UTF-8 (RFC 6455 8.1)\"", "failed InvalidUtf8");
    }

    [Fact]
    public void Bomb_Received_StopsAtTheLimitInBoundedMemory()
    {
        const int Limit = 64 << 10;
        byte[] bomb = DeflatedMessages.Make(new byte[64 << 20]);
        byte[] input = Frame.Binary(bomb).Compressed.ToOctets(fromClient: true, 0x01020304);
        var options = new WebSocketConnectionOptions
        {
            Role = WebSocketRole.Server,
            Deflate = DeflateParameters.Default,
            Limits = new WebSocketLimits { MaxInflatedOctets = Limit },
        };
        long worst = 0;
        for (int round = 0; round < 20; round++)
        {
            var buffer = new EchoBuffer(1000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            using var connection = new WebSocketConnection(options, TimeSpan.Zero);
            EchoSink<EchoOutput> sink = new(connection, new EchoOutput(buffer));
            connection.Receive(input, TimeSpan.Zero, ref sink, new EchoOutput(buffer), out _);
            worst = Math.Max(worst, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(ProtocolRule.InflatedMessageTooBig, connection.End.Rule);
            Assert.InRange(buffer.Count, 1, 127);
        }

        // The window, the tables, and what doubling from 4 KiB up to twice the limit adds up to.
        Assert.InRange(worst, 1, 6 * Limit);
    }

    [Theory, InlineData(99, false), InlineData(100, true), InlineData(101, true)]
    public void Message_Sent_AroundTheThreshold(int octets, bool compressed)
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server, minOctets: 100);
        wire.Send(MessageKind.Binary, new byte[octets]);
        Assert.Equal(compressed, wire.First.Sent[0] == 0xC2);
        wire.Do(run => Assert.Equal(!compressed, run.Connection.TryBeginMessage(MessageKind.Binary, octets, run.Output, out _, out _)));
    }

    [Fact]
    public void Message_Sent_AtAHigherLevel_IsSmaller()
    {
        byte[] message = InflaterDriver.Payload("text", 30_000, 3);
        int[] octets = [.. ((int[])[1, 6, 9]).Select(level =>
        {
            using Wire wire = Wire.Deflate(WebSocketRole.Server, Alone, level: level);
            wire.Send(MessageKind.Text, message);
            return wire.First.Sent.Length;
        })];
        Assert.True(octets[0] > octets[1] && octets[1] >= octets[2], string.Join(", ", octets));
    }

    [Fact]
    public void ControlFrames_Sent_WhereDeflateIsNegotiated_AreNeverCompressed()
    {
        using Wire wire = Wire.Deflate(WebSocketRole.Server);
        wire.Do(run => run.Connection.Ping("x"u8, run.Output)).Receive(Frame.Ping("y"), Frame.Close(1000)).Sent("89 01 78  8A 01 79  88 02 03E8");
    }

    // Just below the sizes of pooled arrays, where they leave no room to spare, and small enough to be compressed in the output.
    [Theory, InlineData(500), InlineData(4000), InlineData(30_000), InlineData(65_440), InlineData(130_940)]
    public void IncompressibleMessage_Sent_AtEveryLevelAndWindow_Arrives(int octets)
    {
        byte[] message = InflaterDriver.Payload("random", octets, 5);
        List<string> failed = [];
        for (int row = 0; row < 7 * 9; row++)
        {
            (int bits, int level) = (9 + (row / 9), 1 + (row % 9));
            var options = new WebSocketConnectionOptions { Role = WebSocketRole.Server, Deflate = new DeflateParameters(false, true, bits, 15), DeflateLevel = level };
            var buffer = new WireBuffer();
            using var connection = new WebSocketConnection(options, TimeSpan.Zero);
            try
            {
                connection.Send(MessageKind.Binary, message, new WireOutput(buffer));
                int at = 0;
                Assert.Equal(message, DeflatedMessages.Inflate(Frame.Read(buffer.Octets, fromClient: false, ref at)!.Payload));
            }
            catch (InvalidOperationException)
            {
                failed.Add($"{bits} bits level {level}");
            }
        }

        Assert.True(failed.Count == 0, string.Join(", ", failed));
    }

    private static byte[][] SentPayloads(Wire wire, bool fromClient)
    {
        List<byte[]> payloads = [];
        for (int at = 0; Frame.Read(wire.First.Sent, fromClient, ref at) is { } frame;)
        {
            Assert.Equal(4, frame.Rsv);
            payloads.Add(frame.Payload);
        }

        return [.. payloads];
    }
}
