using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class FrameParserTests
{
    private static readonly byte[] s_long = Encoding.ASCII.GetBytes(new string('l', 70_000));

    // Every kind of length, fragments with a ping between them, empty frames.
    private static readonly byte[] s_stream =
    [
        .. ServerFrames.Frame(Opcode.Text, "one"u8),
        .. ServerFrames.Frame(Opcode.Text, ""u8),
        .. ServerFrames.Frame(Opcode.Binary, s_long.AsSpan(0, 125)),
        .. ServerFrames.Frame(Opcode.Binary, s_long.AsSpan(0, 126)),
        .. ServerFrames.Frame(Opcode.Text, "fr"u8, isFinal: false),
        .. ServerFrames.Frame(Opcode.Ping, "ping"u8),
        .. ServerFrames.Frame(Opcode.Continuation, ""u8, isFinal: false),
        .. ServerFrames.Frame(Opcode.Pong, ""u8),
        .. ServerFrames.Frame(Opcode.Continuation, "ag"u8),
        .. ServerFrames.Frame(Opcode.Binary, s_long),
        .. ServerFrames.Frame(Opcode.Close, [3, 232, .. "bye"u8]),
    ];

    private static readonly string[] s_events =
        ["Text one", "Text ", $"Binary {new string('l', 125)}", $"Binary {new string('l', 126)}", "Ping ping", "Pong ", "Text frag", $"Binary {new string('l', 70_000)}", "Close \u0003?bye"];

    [Fact]
    public void Parse_Whole_FindsMessagesAndControlFrames() => Assert.Equal(s_events, Events(_ => int.MaxValue));

    [Fact]
    public void Parse_OctetByOctet_FindsTheSame() => Assert.Equal(s_events, Events(_ => 1));

    [Fact]
    public void Parse_RandomSplits_FindsTheSame()
    {
        int seed = FuzzSeed.Next();
        Random random = new(seed);
        for (int i = 0; i < 50; i++)
        {
            int most = random.Next(1, 200_000);
            Assert.True(s_events.SequenceEqual(Events(_ => random.Next(0, most))), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x80, 1, 2, 3, 4 }, FrameFault.Masked)]
    [InlineData(new byte[] { 0xC1, 0 }, FrameFault.ReservedBits)]
    [InlineData(new byte[] { 0x83, 0 }, FrameFault.UnknownOpcode)]
    [InlineData(new byte[] { 0x8B, 0 }, FrameFault.UnknownOpcode)]
    [InlineData(new byte[] { 0x09, 0 }, FrameFault.BadControlFrame)]
    [InlineData(new byte[] { 0x89, 126, 0, 126 }, FrameFault.BadControlFrame)]
    [InlineData(new byte[] { 0x80, 0 }, FrameFault.UnexpectedContinuation)]
    [InlineData(new byte[] { 0x01, 0, 0x81, 0 }, FrameFault.MessageInsideMessage)]
    [InlineData(new byte[] { 0x01, 0, 0x80, 0, 0x80, 0 }, FrameFault.UnexpectedContinuation)]
    public void Parse_WhatNoServerMaySend_IsAFault(byte[] stream, FrameFault fault) =>
        Assert.Equal(fault, new FrameParser().Parse(stream, new Recorder()));

    [Theory]
    [InlineData(new byte[] { 0xC1, 0 }, FrameFault.None, true)]
    [InlineData(new byte[] { 0x81, 0 }, FrameFault.None, false)]
    [InlineData(new byte[] { 0x42, 0, 0x80, 0 }, FrameFault.None, true)]
    [InlineData(new byte[] { 0xC1, 0, 0x81, 0 }, FrameFault.None, false)]
    [InlineData(new byte[] { 0x41, 0, 0xC0, 0 }, FrameFault.ReservedBits, true)]   // RFC 7692 §6.1: the first frame says it
    [InlineData(new byte[] { 0xC9, 0 }, FrameFault.ReservedBits, false)]
    [InlineData(new byte[] { 0xE1, 0 }, FrameFault.ReservedBits, false)]
    public void Parse_Rsv1WhereAllowed_IsCompressed(byte[] stream, FrameFault fault, bool isCompressed)
    {
        FrameParser parser = new(allowsCompressed: true);

        Assert.Equal(fault, parser.Parse(stream, new Recorder()));
        Assert.Equal(isCompressed, parser.IsCompressed);
    }

    private static List<string> Events(Func<int, int> next)
    {
        FrameParser parser = new();
        Recorder recorder = new();
        for (int at = 0; at < s_stream.Length;)
        {
            int length = Math.Min(next(at), s_stream.Length - at);
            Assert.Equal(FrameFault.None, parser.Parse(s_stream.AsSpan(at, length), recorder));
            at += length;
        }

        return recorder.Events;
    }

    private sealed class Recorder : IFrameSink
    {
        private readonly StringBuilder message = new();

        public List<string> Events { get; } = [];

        public void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
        {
            message.Append(Encoding.ASCII.GetString(piece));
            if (isEnd)
            {
                Events.Add($"{opcode} {message}");
                message.Clear();
            }
        }

        public void OnControl(Opcode opcode, ReadOnlySpan<byte> payload) => Events.Add($"{opcode} {Encoding.ASCII.GetString(payload)}");
    }
}
