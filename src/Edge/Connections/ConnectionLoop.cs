using System.Buffers;
using System.IO.Pipelines;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

// The only async code between a socket and the engine. Engine, sink and output are guarded by the loop's lock.
//
//   read -> engine, segment by segment -> one flush for all that it wrote -> read ...
//
// Others (the deadline queue, the drain) leave a note and wake the loop by cancelling its read. A connection that sends of
// its own accord has an outbound queue: whoever filled it calls Drain, which writes and flushes on that thread. At most one
// flush is under way; while it waits, the engine's own frames are held in the output, and the queue keeps the rest.
//
// The loop ends when the engine has ended (then TCP is dropped by returning), when the peer has, or when the transport
// fails. A flush that waits has a deadline of its own, which allows for what is being flushed, at a rate that any network
// has: a large answer to a slow reader is no stall. An echo reads nothing meanwhile; a connection with a queue reads on.
//
// Completions run on the socket's thread, which serves other connections too. What costs much there, such as inflating, is
// done on the pool instead: the hop is nothing beside the work.

/// <summary>Pumps one WebSocket connection from its opening to its end.</summary>
/// <typeparam name="TSink">What becomes of messages.</typeparam>
internal sealed class ConnectionLoop<TSink>(
    WebSocketConnection connection, TSink sink, in PipeSetup setup, IOutbound? outbound = null) : IPumpedLoop
    where TSink : struct, IConnectionSink
{
    private const int DearCompressedOctets = 4 << 10;
    private const int DearReads = 64;
    private static readonly TimeSpan DearTime = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly WebSocketConnection _connection = connection;
    private readonly PipeOutputBuffer _output = setup.Output;
    private readonly ITransport _transport = setup.Transport;
    private readonly DeadlineQueue _deadlines = setup.Deadlines;
    private readonly EdgeClock _clock = setup.Clock;
    private TSink _sink = sink;
    private CloseStatus? _closeRequested;
    private bool _deadlineCame;
    private Task? _flush; // the one under way
    private TimeSpan _stallAt = TimeSpan.MaxValue;
    private long _deadlineTicks = connection.Deadline.Ticks;
    private DeadlineEntry? _deadline;
    private bool _stalled;
    private bool _ended;
    private int _dearReads;

    /// <summary>The lock that the engine, and what the sink does, are guarded by.</summary>
    public Lock Lock => _lock;

    public TimeSpan Deadline => new(Volatile.Read(ref _deadlineTicks));

    public IFlushGroup Group { get; } = setup.Group;

    /// <summary>Octets received, frame headers included.</summary>
    public long InputOctets { get; private set; }

    /// <summary>Octets sent, frame headers included.</summary>
    public long OutputOctets => _output.TotalOctets;

    /// <summary>A fault of ours that ended the connection with 1011; null otherwise.</summary>
    public Exception? Fault { get; private set; }

    public void RequestClose(CloseStatus status)
    {
        lock (_lock)
        {
            NoteClose(status);
            Wake();
        }
    }

    /// <summary>The same from under the loop's lock: the loop looks at it after what it is doing, or is woken soon.</summary>
    public void NoteClose(CloseStatus status)
    {
        if (_ended || _closeRequested is not null)
        {
            return;
        }

        _closeRequested = status;
        if (_flush is not null && _connection.State == ConnectionState.Open)
        {
            // A close that cannot even be said, because the peer does not read, gets the time that an answer would get.
            _stallAt = _clock.Now + _connection.Times.CloseTimeout;
            SetDeadline();
        }
    }

    /// <summary>Wakes the loop from a place where its continuation must not run.</summary>
    public void WakeSoon() => ThreadPool.UnsafeQueueUserWorkItem(
        static loop =>
        {
            lock (loop._lock)
            {
                loop.Wake();
            }
        },
        this,
        preferLocal: false);

    public void DeadlineCame()
    {
        // Under the lock the loop cannot end, and with it the request that the transport belongs to.
        lock (_lock)
        {
            if (_ended || Deadline > _clock.Now)
            {
                return;
            }

            if (_flush is not null && _stallAt <= _clock.Now)
            {
                _stalled = true;
                _transport.Abort();
                return;
            }

            _deadlineCame = true;
            Wake();
        }
    }

    /// <summary>Sends what is queued, on the calling thread.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            if (!_ended && _flush is null)
            {
                try
                {
                    Flush();
                }
                catch (Exception)
                {
                    _transport.Abort(); // the loop's read finds out why
                }

                SetDeadline();
            }
        }
    }

    public async Task<ConnectionEnd> RunAsync()
    {
        _deadline = _deadlines.Add(this);
        try
        {
            await PumpAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A reset, an abort, or a stream that HTTP/2 has ended: the peer is gone, and the engine says what that means.
            lock (_lock)
            {
                _connection.EndOfInput(_stalled ? ConnectionEndKind.Stalled : ConnectionEndKind.Lost);
            }
        }
        catch (Exception e)
        {
            Fault = e;
            await FailAsync();
        }
        finally
        {
            Task? flush;
            lock (_lock)
            {
                _ended = true;
                flush = _flush;
            }

            if (flush is not null)
            {
                _transport.Abort(); // nothing that still counts is being flushed
                await flush.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            DeadlineQueue.Remove(_deadline);
            lock (_lock)
            {
                _connection.Dispose();
            }

            _transport.Release();
            outbound?.OnEnded(_connection.End);
        }

        return _connection.End;
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            ReadResult read = await _transport.Input.ReadAsync();
            if (IsDear(read.Buffer.Length))
            {
                await Task.Yield();
            }

            outbound?.OnTaking();
            ReceiveStatus status;
            Task? flush;
            try
            {
                lock (_lock)
                {
                    status = Process(read);
                    SetDeadline(); // before the peer can see what is flushed
                    flush = Flush();
                    if (flush is not null)
                    {
                        SetDeadline();
                    }
                }
            }
            finally
            {
                outbound?.OnTaken(isFree: !_lock.IsHeldByCurrentThread);
            }

            // A connection with a queue reads on while it flushes, unless the engine has no room for its answers.
            if (flush is not null && (outbound is null || status != ReceiveStatus.NeedMore))
            {
                await flush;
            }

            if (status == ReceiveStatus.Ended)
            {
                await FlushAllAsync();
                return;
            }

            if (read.IsCompleted && status == ReceiveStatus.NeedMore)
            {
                lock (_lock)
                {
                    _connection.EndOfInput();
                }

                return;
            }
        }
    }

    private bool IsDear(long octets) => _dearReads > 0 || (_connection.IsCompressed && octets >= DearCompressedOctets);

    // Under the lock. Writes what is queued and flushes; null when all of it was taken at once.
    private Task? Flush()
    {
        if (_flush is not null)
        {
            return _flush;
        }

        while (true)
        {
            outbound?.WriteTo(_connection, new PipeOutput(_output));
            if (_output.IsEmpty)
            {
                outbound?.OnDrained();
                if (_output.IsEmpty && outbound is not { HasMore: true })
                {
                    return null;
                }

                continue;
            }

            if (StartFlush() is not { } flush)
            {
                if (outbound is null)
                {
                    return null;
                }

                continue;
            }

            _flush = Task.CompletedTask; // stands for it until it is known
            Task waiting = AwaitFlushAsync(flush);
            if (!waiting.IsCompleted)
            {
                _flush = waiting;
            }
            else if (waiting.IsFaulted)
            {
                return waiting;
            }

            return _flush;
        }
    }

    // Null when all of it was taken at once. That is asked here and nowhere else: a moment later the answer may be another.
    private ValueTask<FlushResult>? StartFlush()
    {
        int octets = _output.UnflushedOctets;
        ValueTask<FlushResult> flush = _output.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return null;
        }

        _stallAt = Stall.DeadlineOf(_connection, _closeRequested is not null, octets, _clock.Now);
        _output.FlushWaits();
        return flush;
    }

    private async Task AwaitFlushAsync(ValueTask<FlushResult> flush)
    {
        while (true)
        {
            try
            {
                await flush;
            }
            catch (Exception)
            {
                lock (_lock)
                {
                    _flush = null;
                    _stallAt = TimeSpan.MaxValue;
                    if (outbound is not null && !_ended)
                    {
                        _transport.Abort(); // nobody may be waiting for this; the read finds out
                    }
                }

                throw;
            }

            lock (_lock)
            {
                _output.Flushed();
                _stallAt = TimeSpan.MaxValue;
                if (!_ended)
                {
                    outbound?.WriteTo(_connection, new PipeOutput(_output));
                    if (_output.IsEmpty)
                    {
                        outbound?.OnDrained();
                        outbound?.WriteTo(_connection, new PipeOutput(_output));
                    }
                }

                if (_ended || _output.IsEmpty)
                {
                    _flush = null;
                    SetDeadline();
                    return;
                }

                flush = StartFlush() ?? default; // nothing to wait for
                SetDeadline();
            }
        }
    }

    private async Task FlushAllAsync()
    {
        while (true)
        {
            Task? flush;
            lock (_lock)
            {
                flush = Flush();
                SetDeadline();
            }

            if (flush is null)
            {
                return;
            }

            await flush;
        }
    }

    // Under the lock.
    private void Wake()
    {
        if (!_ended)
        {
            _transport.Input.CancelPendingRead();
        }
    }

    // Under the lock. While an echo flushes it reads nothing, so that only the stall counts.
    private void SetDeadline()
    {
        TimeSpan deadline = _flush is not null && outbound is null ? _stallAt : Min(_stallAt, _connection.Deadline);
        if (outbound is not null)
        {
            deadline = Min(deadline, outbound.Deadline);
        }

        Interlocked.Exchange(ref _deadlineTicks, deadline.Ticks);
        if (_deadline is not null)
        {
            _deadlines.Advance(_deadline);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private ReceiveStatus Process(ReadResult read)
    {
        TimeSpan now = _clock.Now;
        ReceiveStatus status = Receive(read.Buffer, now);
        PipeOutput writer = new(_output);
        if (_deadlineCame && status != ReceiveStatus.Ended)
        {
            _deadlineCame = false;
            outbound?.OnDeadline(now);
            status = _connection.OnDeadline(now, ref _sink, writer) == ReceiveStatus.Ended ? ReceiveStatus.Ended : status;
        }

        if (_closeRequested is { } close && status != ReceiveStatus.Ended && _connection.State == ConnectionState.Open)
        {
            if (_flush is null)
            {
                outbound?.WriteTo(_connection, writer); // what was said before
            }

            _connection.Close(close.Code, close.Reason, now, writer);
        }

        _dearReads = _clock.Now - now > DearTime ? DearReads : Math.Max(0, _dearReads - 1);
        return status;
    }

    // Our own fault: the peer is told, as far as that is still possible.
    private async Task FailAsync()
    {
        try
        {
            lock (_lock)
            {
                _connection.Fail(CloseCode.InternalError, "Internal error", _clock.Now, new PipeOutput(_output));
            }

            await FlushAllAsync();
        }
        catch (Exception)
        {
            // The connection is beyond telling; what happened first is what is reported.
        }

        lock (_lock)
        {
            _connection.EndOfInput();
        }
    }

    private ReceiveStatus Receive(in ReadOnlySequence<byte> buffer, TimeSpan now)
    {
        ReceiveStatus status = ReceiveStatus.NeedMore;
        long taken = 0;
        PipeOutput writer = new(_output);
        foreach (ReadOnlyMemory<byte> segment in buffer)
        {
            status = _connection.Receive(segment.Span, now, ref _sink, writer, out int consumed);
            taken += consumed;
            if (status != ReceiveStatus.NeedMore)
            {
                break;
            }
        }

        InputOctets += taken;
        SequencePosition position = status == ReceiveStatus.Ended ? buffer.End : buffer.GetPosition(taken);

        // Taken is also all that was looked at: what is left after "output full" is read again without waiting.
        _transport.Input.AdvanceTo(position);
        return status;
    }
}
