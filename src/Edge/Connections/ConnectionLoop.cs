using System.Buffers;
using System.IO.Pipelines;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

// The only async code between a socket and the engine. One loop owns one connection: nothing else touches the engine, the
// sink or the output. Others (the deadline queue, the drain) leave a note and wake the loop by cancelling its read.
//
//   read -> engine, segment by segment -> one flush for all that it wrote -> read ...
//
// It ends when the engine has ended (then TCP is dropped by returning), when the peer has, or when the transport fails.
// While a flush waits for a peer that does not read, the loop cannot be woken gently: a deadline then aborts. That deadline
// allows for what is being flushed, at a rate that any network has: a large answer to a slow reader is no stall.
//
// Completions run on the socket's thread, which serves other connections too. What costs much there, such as inflating, is
// done on the pool instead: the hop is nothing beside the work.

/// <summary>Pumps one WebSocket connection from its opening to its end.</summary>
/// <typeparam name="TSink">What becomes of messages.</typeparam>
internal sealed class ConnectionLoop<TSink>(
    WebSocketConnection connection, TSink sink, PipeOutputBuffer output, ITransport transport, DeadlineQueue deadlines, EdgeClock clock)
    : IConnectionLoop
    where TSink : struct, IConnectionSink
{
    private const int SlowestOctetsPerSecond = 128 << 10;
    private const int DearCompressedOctets = 4 << 10;
    private const int DearReads = 64;
    private static readonly TimeSpan DearTime = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly WebSocketConnection _connection = connection;
    private TSink _sink = sink;
    private volatile bool _closeRequested;
    private volatile bool _deadlineCame;
    private volatile bool _flushing;
    private CloseStatus _closeStatus;
    private long _deadlineTicks = connection.Deadline.Ticks;
    private DeadlineEntry? _deadline;
    private volatile bool _stalled;
    private bool _ended;
    private int _dearReads;

    public TimeSpan Deadline => new(Volatile.Read(ref _deadlineTicks));

    /// <summary>Octets received, frame headers included.</summary>
    public long InputOctets { get; private set; }

    /// <summary>Octets sent, frame headers included.</summary>
    public long OutputOctets => output.TotalOctets;

    /// <summary>A fault of ours that ended the connection with 1011; null otherwise.</summary>
    public Exception? Fault { get; private set; }

    public void RequestClose(CloseStatus status)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _closeStatus = status;
            _closeRequested = true;
            Interlocked.MemoryBarrier(); // either the flush that begins now sees the request, or it is seen here
            if (_flushing)
            {
                LimitStall();
            }

            transport.Input.CancelPendingRead();
        }
    }

    public void DeadlineCame()
    {
        // Under the lock the loop cannot end, and with it the request that the transport belongs to.
        lock (_gate)
        {
            if (_ended || Deadline > clock.Now)
            {
                return;
            }

            if (_flushing)
            {
                _stalled = true;
                transport.Abort();
                return;
            }

            _deadlineCame = true;
            transport.Input.CancelPendingRead();
        }
    }

    public async Task<ConnectionEnd> RunAsync()
    {
        _deadline = deadlines.Add(this);
        try
        {
            await PumpAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A reset, an abort, or a stream that HTTP/2 has ended: the peer is gone, and the engine says what that means.
            _connection.EndOfInput(_stalled ? ConnectionEndKind.Stalled : ConnectionEndKind.Lost);
        }
        catch (Exception e)
        {
            Fault = e;
            await FailAsync();
        }
        finally
        {
            lock (_gate)
            {
                _ended = true;
            }

            DeadlineQueue.Remove(_deadline);
            _connection.Dispose();
            transport.Release();
        }

        return _connection.End;
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            ReadResult read = await transport.Input.ReadAsync();
            if (IsDear(read.Buffer.Length))
            {
                await Task.Yield();
            }

            ReceiveStatus status = Process(read);
            SetDeadline(_connection.Deadline);
            if (!output.IsEmpty)
            {
                await FlushAsync();
            }

            if (status == ReceiveStatus.Ended)
            {
                return;
            }

            if (read.IsCompleted && status == ReceiveStatus.NeedMore)
            {
                _connection.EndOfInput();
                return;
            }
        }
    }

    private bool IsDear(long octets) => _dearReads > 0 || (_connection.IsCompressed && octets >= DearCompressedOctets);

    private async ValueTask FlushAsync()
    {
        TimeSpan allowance = TimeSpan.FromSeconds((double)output.UnflushedOctets / SlowestOctetsPerSecond);
        ValueTask<FlushResult> flush = output.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        // In the state Closed the engine waits for nothing any more, but what is to be flushed still has to get through.
        TimeSpan deadline = _connection.State == ConnectionState.Closed ? clock.Now + _connection.Times.CloseTimeout : _connection.Deadline;
        SetDeadline(deadline + allowance);
        _flushing = true;
        Interlocked.MemoryBarrier();
        try
        {
            if (_closeRequested && _connection.State == ConnectionState.Open)
            {
                LimitStall();
            }

            await flush;
        }
        finally
        {
            _flushing = false;
        }
    }

    // A close that cannot even be said, because the peer does not read, gets the time that an answer would get.
    private void LimitStall() => SetDeadline(clock.Now + _connection.Times.CloseTimeout);

    private void SetDeadline(TimeSpan deadline)
    {
        Interlocked.Exchange(ref _deadlineTicks, deadline.Ticks);
        deadlines.Advance(_deadline!);
    }

    private ReceiveStatus Process(ReadResult read)
    {
        TimeSpan now = clock.Now;
        ReceiveStatus status = Receive(read.Buffer, now);
        PipeOutput writer = new(output);
        if (_closeRequested && status != ReceiveStatus.Ended)
        {
            _connection.Close(_closeStatus.Code, _closeStatus.Reason, now, writer);
        }

        if (_deadlineCame && status != ReceiveStatus.Ended)
        {
            _deadlineCame = false;
            status = _connection.OnDeadline(now, ref _sink, writer) == ReceiveStatus.Ended ? ReceiveStatus.Ended : status;
        }

        _dearReads = clock.Now - now > DearTime ? DearReads : Math.Max(0, _dearReads - 1);
        return status;
    }

    // Our own fault: the peer is told, as far as that is still possible.
    private async Task FailAsync()
    {
        try
        {
            _connection.Fail(CloseCode.InternalError, "Internal error", clock.Now, new PipeOutput(output));
            await FlushAsync();
        }
        catch (Exception)
        {
            // The connection is beyond telling; what happened first is what is reported.
        }

        _connection.EndOfInput();
    }

    private ReceiveStatus Receive(in ReadOnlySequence<byte> buffer, TimeSpan now)
    {
        ReceiveStatus status = ReceiveStatus.NeedMore;
        long taken = 0;
        PipeOutput writer = new(output);
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
        transport.Input.AdvanceTo(position);
        return status;
    }
}
