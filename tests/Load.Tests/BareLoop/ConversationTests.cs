using System.Text;
using Stratus.Realtime.BareLoop.Wire;
using Stratus.Realtime.Load.Tests.Wire;
using Opcode = Stratus.Realtime.Load.Wire.Opcode;

namespace Stratus.Realtime.Load.Tests.BareLoop;

/// <summary>What the bare loop makes of a client's octets, however they are cut.</summary>
public sealed class ConversationTests
{
    private const int BufferOctets = 4096;

    // The key and its answer are the example of RFC 6455 §1.3.
    private const string Request = "GET /echo HTTP/1.1\r\nHost: x\r\nupgrade: websocket\r\nConnection: Upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private const string Answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static readonly int[] s_lengths = [0, 1, 31, 32, 33, 125, 126, 127, 4000, 65_535, 65_536, 70_001];

    [Fact]
    public void Turn_AsMuchAsTheBufferHolds_IsTheEcho() => AssertEcho(() => int.MaxValue);

    [Fact]
    public void Turn_OctetByOctet_IsTheEcho() => AssertEcho(() => 1);

    [Fact]
    public void Turn_RandomSplits_IsTheEcho()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int i = 0; i < 50; i++)
        {
            int most = random.Next(2, 5000);
            AssertEcho(() => random.Next(1, most));
        }
    }

    [Fact]
    public void Turn_Ping_IsAPong() => Assert.Equal(ServerFrames.Frame(Opcode.Pong, "hello"u8), Talk(Frame(Opcode.Ping, [.. "hello"u8]), () => int.MaxValue, out _));

    [Fact]
    public void Turn_Close_IsAnsweredAndTheEnd()
    {
        byte[] close = [3, 232];
        byte[] stream = [.. Frame(Opcode.Close, close), .. Frame(Opcode.Text, [1])];

        Assert.Equal(ServerFrames.Frame(Opcode.Close, close), Talk(stream, () => int.MaxValue, out bool isOver));
        Assert.True(isOver);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key: short\r\n\r\n")]
    public void Turn_NoKey_IsTheEndWithoutAnswer(string request)
    {
        Conversation conversation = default;

        Assert.Equal(0, conversation.Turn(Encoding.ASCII.GetBytes(request)));
        Assert.True(conversation.IsOver);
    }

    private static void AssertEcho(Func<int> next)
    {
        byte[][] payloads = [.. s_lengths.Select(length => new byte[length])];
        Array.ForEach(payloads, new Random(1).NextBytes);

        byte[] sent = Talk([.. payloads.SelectMany(payload => Frame(Opcode.Binary, payload))], next, out bool isOver);
        Assert.True(payloads.SelectMany(payload => ServerFrames.Frame(Opcode.Binary, payload)).SequenceEqual(sent));
        Assert.False(isOver);
    }

    // What is sent for a stream of frames, without the handshake's answer.
    private static byte[] Talk(byte[] frames, Func<int> next, out bool isOver)
    {
        byte[] stream = [.. Encoding.ASCII.GetBytes(Request), .. frames];
        byte[] buffer = new byte[BufferOctets];
        Conversation conversation = default;
        List<byte> sent = [];
        for (int at = 0; at < stream.Length && !conversation.IsOver;)
        {
            int kept = conversation.Restore(buffer);
            int received = Math.Min(Math.Min(next(), buffer.Length - kept), stream.Length - at);
            stream.AsSpan(at, received).CopyTo(buffer.AsSpan(kept));
            at += received;
            sent.AddRange(buffer.AsSpan(0, conversation.Turn(buffer.AsSpan(0, kept + received))));
        }

        isOver = conversation.IsOver;
        Assert.Equal(Answer, Encoding.ASCII.GetString([.. sent.Take(Answer.Length)]));
        return [.. sent.Skip(Answer.Length)];
    }

    // A client's frame: a server's with the bit and the key.
    private static byte[] Frame(Opcode opcode, byte[] payload)
    {
        byte[] frame = ServerFrames.Frame(opcode, payload);
        int header = frame.Length - payload.Length;
        byte[] key = [0x9F, 0x8E, 0x7D, 0x6C];
        frame[1] |= 0x80;
        return [.. frame[..header], .. key, .. payload.Select((octet, i) => (byte)(octet ^ key[i & 3]))];
    }
}
