using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Tasks.Sources;
using Stratus.Realtime.Edge.Clients;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Clients.Sending;

/// <summary>
/// Many threads queue and drain while a client sends, over pipes so small that almost every flush waits: nothing is lost,
/// nothing doubled, each thread's messages keep their order, and no frame is mixed with another.
/// </summary>
public sealed class DrainRaceTests
{
    private const int Threads = 4;
    private const int Messages = 3000;
    private const int Pings = 2000;

    // Regression: a flush that was not done at one look, and done at the next, was waited for by nobody, and the next one failed.
    [Fact]
    public async Task Flush_DoneAMomentAfterItWasNot_IsOver()
    {
        const int Count = 3;
        using DuplexLink link = new(1 << 20);
        EdgeClock clock = new(TimeProvider.System);
        using DeadlineQueue deadlines = new(clock);
        WebSocketConnection connection = new(new WebSocketConnectionOptions { Role = WebSocketRole.Server }, clock.Now);
        PipeSetup setup = new(new PipeOutputBuffer(new LateWriter(link.Output)), link, new FlushScheduler().NextGroup(), deadlines, clock);
        Task<ConnectionEnd> running = new ConnectionLoop<NoSink>(connection, default, setup).RunAsync();
        Task<List<string>> reading = Task.Run(() => ReadAsync(link.FromEdge, Count));
        for (int i = 0; i < Count; i++)
        {
            await link.ToEdge.WriteAsync(ClientFrames.Ping(i.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);
        }

        Assert.Equal(Count, (await reading.WaitAsync(Bounded.Limit, CancellationToken.None)).Count);
        await link.ToEdge.WriteAsync(ClientFrames.Close(1000), CancellationToken.None);
        Assert.Equal(ConnectionEndKind.PeerClosed, (await running.WaitAsync(Bounded.Limit, CancellationToken.None)).Kind);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(1 << 20)] // none waits
    public async Task Drain_WhileTheClientSends_LosesAndDoublesNothing(int pauseAt)
    {
        using DuplexLink link = new(pauseAt);
        QueueOutbound outbound = new();
        EdgeClock clock = new(TimeProvider.System);
        using DeadlineQueue deadlines = new(clock);
        WebSocketConnection connection = new(
            new WebSocketConnectionOptions { Role = WebSocketRole.Server, Limits = WebSocketLimits.Default with { MaxControlFramesPerSecond = int.MaxValue } }, clock.Now);
        ConnectionLoop<NoSink> loop = new(connection, default, new PipeSetup(new PipeOutputBuffer(link.Output), link, new FlushScheduler().NextGroup(), deadlines, clock), outbound);

        Task<ConnectionEnd> running = loop.RunAsync();
        Task<List<string>> reading = Task.Run(() => ReadAsync(link.FromEdge, (Threads * Messages) + Pings));
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < Pings; i++)
            {
                await link.ToEdge.WriteAsync(ClientFrames.Ping(i.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);
            }
        }, CancellationToken.None);
        Task[] threads = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Messages; i++)
            {
                outbound.Add($"{thread}:{i}:{new string('x', i % 200)}", shared: (i & 1) == 0);
                loop.Drain();
            }
        }, CancellationToken.None))];

        await Task.WhenAll([writing, .. threads]).WaitAsync(Bounded.Limit * 6, CancellationToken.None);
        List<string> got = await reading.WaitAsync(Bounded.Limit * 6, CancellationToken.None);
        await link.ToEdge.WriteAsync(ClientFrames.Close(1000), CancellationToken.None);
        ConnectionEnd end = await running.WaitAsync(Bounded.Limit, CancellationToken.None);

        for (int thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(Enumerable.Range(0, Messages), got.Where(m => m.StartsWith($"{thread}:", StringComparison.Ordinal)).Select(static m => int.Parse(m.Split(':')[1], CultureInfo.InvariantCulture)));
        }

        Assert.Equal(Enumerable.Range(0, Pings), got.Where(static m => m.StartsWith("pong:", StringComparison.Ordinal)).Select(static m => int.Parse(m[5..], CultureInfo.InvariantCulture)));
        Assert.Equal((ConnectionEndKind.PeerClosed, null), (end.Kind, loop.Fault));
        Assert.True(outbound.HasEnded);
    }

    private static async Task<List<string>> ReadAsync(PipeReader reader, int count)
    {
        List<string> messages = [];
        while (messages.Count < count)
        {
            ReadResult read = await reader.ReadAsync();
            ReadOnlySequence<byte> rest = read.Buffer;
            while (FrameParser.TryTake(ref rest, out string message))
            {
                messages.AddRange(message.Split('\n'));
            }

            reader.AdvanceTo(rest.Start, read.Buffer.End);
            Assert.False(read.IsCompleted && messages.Count < count, "The edge ended the stream.");
        }

        return messages;
    }

    private struct NoSink : IConnectionSink
    {
        public readonly bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
        {
            payload = default;
            return false;
        }

        public readonly void Commit(MessageKind kind, int octets)
        {
        }

        public readonly void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload)
        {
        }

        public readonly void OnPing(ReadOnlySpan<byte> payload)
        {
        }

        public readonly void OnPong(ReadOnlySpan<byte> payload)
        {
        }

        public readonly void OnClose(CloseStatus status)
        {
        }

        public readonly void OnFailed(ProtocolError error)
        {
        }
    }

    // A queue, as a session has one.
    private sealed class QueueOutbound : IOutbound
    {
        private readonly OutboundQueue _queue = new(int.MaxValue, new HighWaterMark());

        public bool HasEnded { get; private set; }

        public TimeSpan Deadline => TimeSpan.MaxValue;

        public bool HasMore => !_queue.IsEmpty;

        public void Add(string text, bool shared)
        {
            byte[] octets = Encoding.ASCII.GetBytes(text);
            byte[] header = octets.Length < 126 ? [0x81, (byte)octets.Length] : [0x81, 126, (byte)(octets.Length >> 8), (byte)octets.Length];
            Assert.True(shared ? _queue.TryAddFrame([.. header, .. octets], this, 0) : _queue.TryAddLines(octets));
        }

        public void OnDeadline(TimeSpan now)
        {
        }

        public void WriteTo<TOutput>(WebSocketConnection connection, TOutput output)
            where TOutput : struct, IFrameOutput => _queue.WriteTo(connection, output);

        public void OnTaking()
        {
        }

        public void OnTaken(bool isFree)
        {
        }

        public void OnEnded(in ConnectionEnd end) => HasEnded = true;

        public void OnDrained()
        {
        }
    }

    // Each flush is done between the first look at it and the second.
    private sealed class LateWriter(PipeWriter inner) : PipeWriter
    {
        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            new(new LateFlush(inner.FlushAsync(cancellationToken)), 0);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }

    private sealed class LateFlush(ValueTask<FlushResult> flush) : IValueTaskSource<FlushResult>
    {
        private int _looks;

        public FlushResult GetResult(short token) => flush.Result;

        public ValueTaskSourceStatus GetStatus(short token) => _looks++ == 0 ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);
    }

    // Two pipes instead of a socket; continuations run wherever they are completed, as the edge has it.
    private sealed class DuplexLink : ITransport, IDisposable
    {
        private readonly Pipe _toEdge;
        private readonly Pipe _fromEdge;

        public DuplexLink(int pauseAt)
        {
            PipeOptions options = new(
                readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: pauseAt, resumeWriterThreshold: pauseAt / 2,
                useSynchronizationContext: false);
            _toEdge = new Pipe(options);
            _fromEdge = new Pipe(options);
        }

        public PipeReader Input => _toEdge.Reader;

        public PipeWriter Output => _fromEdge.Writer;

        public PipeWriter ToEdge => _toEdge.Writer;

        public PipeReader FromEdge => _fromEdge.Reader;

        public void Release()
        {
        }

        public void Abort() => _toEdge.Writer.Complete(new IOException("Aborted."));

        public void Dispose() => _fromEdge.Reader.Complete();
    }
}
