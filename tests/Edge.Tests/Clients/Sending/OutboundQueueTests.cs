using System.IO.Pipelines;
using System.Text;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Clients.Sending;

/// <summary>What waits for one client.</summary>
public sealed class OutboundQueueTests
{
    private const int MaxOctets = 1000;

    private readonly object _one = new();
    private readonly object _two = new();
    private readonly HighWaterMark _highWater = new();
    private readonly OutboundQueue _queue;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly WebSocketConnection _connection = new(new WebSocketConnectionOptions { Role = WebSocketRole.Server }, TimeSpan.Zero);
    private readonly PipeOutputBuffer _output;

    public OutboundQueueTests()
    {
        _queue = new OutboundQueue(MaxOctets, _highWater);
        _output = new PipeOutputBuffer(_pipe.Writer);
    }

    [Theory]
    [InlineData(MaxOctets - 1, true)]
    [InlineData(MaxOctets, true)]
    [InlineData(MaxOctets + 1, false)]
    public void TryAddFrame_BehindAnother_IsTakenUpToTheBound(int octets, bool isTaken)
    {
        Assert.True(_queue.TryAddFrame(Frame("first"), _one, 1));

        Assert.Equal(isTaken, _queue.TryAddFrame(new byte[octets - Frame("first").Length], _one, 2));
        Assert.Equal(isTaken ? octets : Frame("first").Length, _queue.Octets);
        Assert.Equal(_queue.Octets, _highWater.Value);
    }

    // What never fits would never be sent.
    [Fact]
    public void TryAddFrame_LargerThanTheBound_IsTakenWhenNothingElseWaits()
    {
        Assert.True(_queue.TryAddFrame(new byte[MaxOctets * 3], _one, 1));
        Assert.False(_queue.TryAddFrame(new byte[1], _one, 2));
        Assert.True(_queue.IsFull);
        Assert.Equal(1, _queue.Drop(_one));
        Assert.True(_queue.TryAddFrame(new byte[MaxOctets * 3], _one, 1));
    }

    [Theory]
    [InlineData(MaxOctets - 1, true)]
    [InlineData(MaxOctets, false)]
    [InlineData(MaxOctets + 1, false)]
    public void TryAddLines_BehindOthers_AreTakenBelowTheBoundWhateverTheirLength(int waiting, bool isTaken)
    {
        Assert.True(_queue.TryAddFrame(new byte[waiting], _one, 1));

        Assert.Equal(isTaken, _queue.TryAddLines(new byte[MaxOctets * 2]));
        Assert.Equal(waiting >= MaxOctets, !isTaken);
    }

    [Fact]
    public async Task WriteTo_FramesAndLines_KeepTheirOrderAndLinesThatStandTogetherAreOneMessage()
    {
        _queue.TryAddLines("a"u8);
        _queue.TryAddLines("b"u8);
        _queue.TryAddFrame(Frame("1"), _one, 1);
        _queue.TryAddLines("c"u8);
        _queue.TryAddFrame(Frame("2"), _two, 2);
        _queue.TryAddFrame(Frame("3"), _one, 3);
        _queue.TryAddLines("d"u8);
        _queue.TryAddLines("e"u8);

        Assert.Equal(["a\nb", "1", "c", "2", "3", "d\ne"], await WrittenAsync());
        Assert.True(_queue.IsEmpty);
        Assert.Equal(0, _queue.Octets);
    }

    [Fact]
    public async Task Drop_OfAnOwner_TakesItsFramesOnlyAndSaysTheLowestOffset()
    {
        _queue.TryAddLines("a"u8);
        _queue.TryAddFrame(Frame("join"), _one, 0);
        _queue.TryAddFrame(Frame("1"), _one, 7);
        _queue.TryAddFrame(Frame("2"), _two, 3);
        _queue.TryAddLines("b"u8);
        _queue.TryAddFrame(Frame("3"), _one, 8);

        Assert.Equal(7, _queue.Drop(_one));
        Assert.Equal(0, _queue.Drop(_one));
        Assert.Equal(["a", "2", "b"], await WrittenAsync());
    }

    [Fact]
    public async Task Release_AfterAHold_SendsItsLinesBeforeWhatWasAddedMeanwhile()
    {
        _queue.Hold();
        _queue.TryAddFrame(Frame("1"), _one, 1);
        _queue.TryAddLines("a"u8);
        Assert.True(_queue.IsEmpty); // nothing that may be sent
        Assert.Empty(await WrittenAsync());

        _queue.Release("first"u8);
        _queue.TryAddLines("b"u8);

        Assert.Equal(["first", "1", "a\nb"], await WrittenAsync());
    }

    [Fact]
    public async Task Release_WithoutLines_GoesOn()
    {
        _queue.Hold();
        _queue.TryAddLines("a"u8);
        _queue.Release([]);

        Assert.Equal(["a"], await WrittenAsync());
    }

    // Lines are collected up to a length, so that a reply does not wait for megabytes of others.
    [Fact]
    public async Task WriteTo_ManyLines_AreSeveralMessages()
    {
        OutboundQueue queue = new(10_000_000, _highWater);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 30_000));
        for (int i = 0; i < 10; i++)
        {
            Assert.True(queue.TryAddLines(line));
        }

        List<string> written = [];
        while (!queue.IsEmpty)
        {
            queue.WriteTo(_connection, new PipeOutput(_output));
            written.AddRange(await FlushedAsync()); // the output has room for so much at a time
        }

        Assert.Equal(5, written.Count);
        Assert.All(written, message => Assert.Equal($"{new string('x', 30_000)}\n{new string('x', 30_000)}", message));
    }

    [Fact]
    public void WriteTo_ClosingConnection_DropsEverything()
    {
        _connection.Close(CloseCode.Normal, "", TimeSpan.Zero, new PipeOutput(_output));
        _queue.TryAddLines("a"u8);
        _queue.TryAddFrame(Frame("1"), _one, 1);

        _queue.WriteTo(_connection, new PipeOutput(_output));

        Assert.Equal((true, 0), (_queue.IsEmpty, _queue.Octets));
    }

    // Against a list, which is right by being simple.
    [Fact]
    public async Task Operations_AtRandom_AreThoseOfAList()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.SendDiagnosticMessage($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        List<(object? Owner, long Offset, string Text)> model = [];
        object[] owners = [_one, _two];
        long offset = 0;
        for (int step = 0; step < 20_000; step++)
        {
            string text = $"{step}:{new string('x', random.Next(40))}";
            object owner = owners[random.Next(2)];
            switch (random.Next(8))
            {
                case < 4:
                    byte[] frame = Frame(text);
                    bool fits = model.Count == 0 || _queue.Octets + frame.Length <= MaxOctets;
                    Assert.Equal(fits, _queue.TryAddFrame(frame, owner, ++offset));
                    if (fits)
                    {
                        model.Add((owner, offset, text));
                    }

                    break;
                case < 6:
                    if (_queue.TryAddLines(Encoding.ASCII.GetBytes(text)))
                    {
                        Add(model, text);
                    }

                    break;
                case 6:
                    long lowest = model.Where(e => e.Owner == owner).Select(static e => e.Offset).DefaultIfEmpty(0).Min();
                    Assert.Equal(lowest, _queue.Drop(owner));
                    model.RemoveAll(e => e.Owner == owner);
                    break;
                default:
                    Assert.Equal(model.Select(static e => e.Text), await WrittenAsync());
                    model.Clear();
                    break;
            }
        }
    }

    private static void Add(List<(object? Owner, long Offset, string Text)> model, string text)
    {
        if (model is [.., (null, _, var last)])
        {
            model[^1] = (null, 0, $"{last}\n{text}");
        }
        else
        {
            model.Add((null, 0, text));
        }
    }

    private async Task<IReadOnlyList<string>> WrittenAsync()
    {
        _queue.WriteTo(_connection, new PipeOutput(_output));
        return await FlushedAsync();
    }

    private async Task<IReadOnlyList<string>> FlushedAsync()
    {
        await _output.FlushAsync();
        return await FrameParser.TakeAsync(_pipe.Reader);
    }

    private static byte[] Frame(string text) => [0x81, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
