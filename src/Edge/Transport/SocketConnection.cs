using System.Buffers;
using System.Diagnostics;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Edge.Routes;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Transport;

// The synchronous sibling of ConnectionLoop. A run, on the loop's thread and under the connection's lock:
//
//   what is kept is sent -> read, engine, one send; again -> deadline and close requests -> what is queued is sent
//
// Others (the deadline queue, the drain, sessions) leave a note and post the connection. What is queued for it by others is
// sent when its group is drained, and so are a session's answers, so that one send has both; only those of a second read do not
// wait. While the socket takes no more, an echo reads nothing; a connection with a queue reads on, until the engine has no room
// for its answers. What came and cannot be taken yet is kept, at most one read.
//
// Dear input (see IsDear) is taken by the pool, while the loop looks after the others. The connection is "away" then: the
// loop only notes what happens to it.

/// <summary>A WebSocket whose socket belongs to an event loop.</summary>
internal abstract class SocketConnection : LoopEntry, IConnectionLoop
{
    private const int DearCompressedOctets = 16 << 10;
    private const int DearReads = 40;
    private const int ReadsPerRun = 4; // then the others have their turn
    private const int SendsPerRun = 4;
    private static readonly TimeSpan DearTime = TimeSpan.FromMilliseconds(1);

    [ThreadStatic]
    private static FrameBuffer? _pooledFrames;

    private readonly Lock _lock = new();
    private readonly SocketRoute _route;
    private readonly SocketSender _sender;
    private readonly IOutbound? _outbound;
    private readonly Admission _admission;
    private DeadlineEntry? _deadline;
    private CloseStatus? _closeRequested;
    private TimeSpan _stallAt = TimeSpan.MaxValue;
    private long _deadlineTicks;
    private int _lingering = -1; // the socket, once the connection has ended by our fault
    private byte[] _unread = [];
    private int _unreadFrom;
    private int _unreadTo;
    private int _dearness; // rises with slow reads, falls with others
    private volatile bool _deadlineCame;
    private volatile bool _isAway;
    private bool _answersWait; // until the end of the turn: it is marked then
    private bool _isReadable;
    private bool _isHungUp;
    private bool _isInputOver;
    private bool _isOver; // the engine has ended, or the peer has; what is written still has to go
    private bool _isLost;
    private bool _isEnded;

    /// <summary>Makes the connection; <see cref="Start"/> opens it.</summary>
    /// <param name="setup">Its place.</param>
    /// <param name="outbound">What it sends of its own accord; null for an echo.</param>
    protected SocketConnection(in SocketSetup setup, IOutbound? outbound)
        : base(setup.Loop, setup.Descriptor)
    {
        Engine = setup.Engine;
        _route = setup.Route;
        _admission = setup.Admission;
        _sender = setup.Sender;
        Output = setup.Output;
        _outbound = outbound;
        _deadlineTicks = Engine.Deadline.Ticks;
    }

    public Lock Lock => _lock;

    public IFlushGroup Group => Loop;

    public TimeSpan Deadline => new(Volatile.Read(ref _deadlineTicks));

    public long InputOctets { get; private set; }

    public long OutputOctets => _sender.TotalOctets;

    public Exception? Fault { get; private set; }

    /// <summary>The engine, guarded by the lock.</summary>
    protected WebSocketConnection Engine { get; }

    /// <summary>Where it writes.</summary>
    protected SocketOutput Output { get; }

    // Blocked, an echo makes no more answers; others go on until the engine has no room.
    private bool MayTake => _sender.KeptOctets == 0 || (_outbound is not null && !_sender.IsFull);

    /// <summary>Answers the opening handshake and begins; on the loop's thread.</summary>
    /// <param name="answer">The octets of the answer.</param>
    /// <param name="isReadable">True when there is more than the request.</param>
    /// <param name="isHungUp">True when the peer has ended already.</param>
    public void Start(ReadOnlySpan<byte> answer, bool isReadable, bool isHungUp)
    {
        Loop.Replace(this);
        _isReadable = isReadable || isHungUp;
        _isHungUp = isHungUp;
        _deadline = _route.Transport.Deadlines.Add(this);
        lock (_lock)
        {
            _sender.Open(answer, Loop.Frames);
        }

        Run();
    }

    public override void OnReady(uint events)
    {
        _isReadable |= (events & ~Epoll.Writable) != 0;
        _isHungUp |= (events & ~(Epoll.Writable | Epoll.Readable)) != 0;
        Run();
    }

    public override void OnPosted() => Run();

    public override void OnStopping()
    {
        SpinWait.SpinUntil(() => !_isAway);
        lock (_lock)
        {
            _isLost = true;
            Engine.EndOfInput();
        }

        Run();
    }

    public void RequestClose(CloseStatus status)
    {
        lock (_lock)
        {
            NoteClose(status);
        }

        Post();
    }

    public void NoteClose(CloseStatus status)
    {
        if (_isEnded || _closeRequested is not null)
        {
            return;
        }

        _closeRequested = status;
        if (_sender.KeptOctets != 0 && Engine.State == ConnectionState.Open)
        {
            // A close that cannot even be said, because the peer does not read, gets the time that an answer would get.
            _stallAt = _route.Transport.Clock.Now + Engine.Times.CloseTimeout;
            SetDeadline();
        }
    }

    public void WakeSoon() => Post();

    public void DeadlineCame()
    {
        _deadlineCame = true;
        Post();
    }

    public void Drain()
    {
        if (_isAway)
        {
            return; // whoever has it drains it
        }

        lock (_lock)
        {
            if (!_isEnded && _sender.KeptOctets == 0)
            {
                _sender.Begin(Loop.Frames);
                Guarded(Loop.Now, static (connection, now) => connection.Flush(now));
                _sender.End();
                NoteStall(Loop.Now);
                SetDeadline();
            }

            if (!_sender.IsBroken && !_isOver)
            {
                return;
            }
        }

        Run();
    }

    /// <summary>Gives input to the engine, with the sink.</summary>
    protected abstract ReceiveStatus Receive(ReadOnlySpan<byte> input, TimeSpan now, out int consumed);

    /// <summary>Tells the engine that its deadline may have come, with the sink.</summary>
    protected abstract ReceiveStatus TakeDeadline(TimeSpan now);

    // On the loop's thread.
    private void Run()
    {
        if (_isAway)
        {
            return;
        }

        bool ends;
        lock (_lock)
        {
            if (_isEnded)
            {
                return;
            }

            TimeSpan now = Loop.Now;
            _isReadable |= _sender.IsBroken; // the peer is gone, but what it said before is there: its close frame, perhaps
            _sender.Begin(Loop.Frames);
            Guarded(now, static (connection, at) => connection.TakeAll(at));
            _sender.End();
            NoteBroken();
            NoteStall(now);
            ends = !_isAway && (_isLost || (_isOver && _sender.KeptOctets == 0));
            if (ends)
            {
                End();
            }
            else
            {
                SetDeadline();
            }
        }

        if (ends)
        {
            TellEnded();
        }
    }

    // Without the lock: whoever is told may want other connections'. It counts as there until the last one is told, so that whoever waits
    // for its end finds nothing of it.
    private void TellEnded()
    {
        try
        {
            _outbound?.OnEnded(Engine.End);
            _route.Endpoint.Ended(_admission, this, Engine.End);
        }
        finally
        {
            if (_lingering < 0)
            {
                _route.Transport.Left();
            }
            else
            {
                LingeringSocket.Begin(Loop, _lingering, _route.Transport, Loop.Now + _route.Transport.LingerTime);
            }
        }
    }

    private void TakeAll(TimeSpan now)
    {
        if (_isLost)
        {
            return;
        }

        if (_sender.KeptOctets != 0 && _sender.TrySendKept())
        {
            _stallAt = TimeSpan.MaxValue;
        }

        for (int reads = 1; !_isOver && !_isAway && MayTake && TryRead(out ReadOnlySpan<byte> input); reads++)
        {
            if (IsDear(input.Length))
            {
                GoAway(input);
                return;
            }

            Take(input, now);
            Answer(now);
            if (reads >= ReadsPerRun && (_isReadable || _unreadTo != 0))
            {
                Post();
                break;
            }
        }

        TakeNotes(now);
        if (!_answersWait || _isOver || !_sender.IsEmpty)
        {
            Flush(now);
        }
    }

    // Answers at once, or with what else comes for it in this turn.
    private void Answer(TimeSpan now)
    {
        if (_outbound is null || _isOver || !_sender.IsEmpty)
        {
            Flush(now);
            return;
        }

        _answersWait = true;
        Loop.Mark(this);
    }

    private void Take(ReadOnlySpan<byte> input, TimeSpan now)
    {
        bool isKept = _unreadTo != 0;
        long began = Engine.IsCompressed || _outbound is not null ? Stopwatch.GetTimestamp() : 0;
        ReceiveStatus status = Receive(input, now, out int consumed);
        InputOctets += consumed;
        bool isSlow = began != 0 && Stopwatch.GetElapsedTime(began) > DearTime;
        _dearness = isSlow ? Math.Min(_dearness + DearReads, 2 * DearReads) : Math.Max(0, _dearness - 1);
        if (status == ReceiveStatus.Ended)
        {
            _isOver = true;
            ForgetUnread();
            return;
        }

        if (isKept)
        {
            _unreadFrom += consumed;
            if (_unreadFrom == _unreadTo)
            {
                ForgetUnread();
            }
        }
        else if (consumed < input.Length)
        {
            KeepUnread(input[consumed..]);
        }
    }

    // What was kept, or what the socket has. At the end of input the engine is told.
    private unsafe bool TryRead(out ReadOnlySpan<byte> input)
    {
        input = default;
        if (_unreadTo == 0 && !_isReadable)
        {
            return false;
        }

        if (_answersWait)
        {
            Flush(Loop.Now); // what comes may be the end
        }

        if (_unreadTo != 0)
        {
            input = _unread.AsSpan(_unreadFrom, _unreadTo - _unreadFrom);
            return true;
        }

        nint octets = LibC.Receive(Descriptor, Loop.Input, EventLoop.InputOctets, LibC.DoNotWait);
        if (octets > 0)
        {
            // A short read has emptied the socket: what comes next is told anew.
            _isReadable = octets == EventLoop.InputOctets || _isHungUp;
            input = new ReadOnlySpan<byte>(Loop.Input, (int)octets);
            return true;
        }

        if (octets < 0 && Errno.Last is Errno.Again or Errno.Interrupted)
        {
            _isReadable = Errno.Last == Errno.Interrupted;
            return false;
        }

        _isReadable = false;
        _isInputOver = true;
        _isOver = true;
        _isLost = octets < 0;
        Engine.EndOfInput();
        return false;
    }

    private void TakeNotes(TimeSpan now)
    {
        if (_isOver && !_deadlineCame)
        {
            return;
        }

        if (_deadlineCame)
        {
            _deadlineCame = false;
            now = _route.Transport.Clock.Now; // the turn may have begun before the deadline
            if (_stallAt <= now)
            {
                _isLost = true;
                Engine.EndOfInput(ConnectionEndKind.Stalled);
                return;
            }

            if (!_isOver)
            {
                _outbound?.OnDeadline(now);
                _isOver |= TakeDeadline(now) == ReceiveStatus.Ended;
            }
        }

        if (_closeRequested is { } close && !_isOver && Engine.State == ConnectionState.Open)
        {
            if (_sender.KeptOctets == 0)
            {
                _outbound?.WriteTo(Engine, Output); // what was said before
            }

            Engine.Close(close.Code, close.Reason, now, Output);
        }
    }

    // Sends what is written and queued, until the socket takes no more, there is nothing left, or the others have their turn: what is
    // sent makes room for more, of histories that are caught up with, say.
    private void Flush(TimeSpan now)
    {
        _answersWait = false;
        for (int sends = 1; _sender.KeptOctets == 0 && !_sender.IsBroken; sends++)
        {
            _outbound?.WriteTo(Engine, Output);
            if (!_sender.IsEmpty)
            {
                SetDeadline(); // before the peer can see what is sent
                _sender.SendWritten();
            }

            if (_outbound is null || _sender.KeptOctets != 0)
            {
                return;
            }

            _outbound.OnDrained();
            if (_sender.IsEmpty && !_outbound.HasMore)
            {
                return;
            }

            if (sends == SendsPerRun)
            {
                Post();
                return;
            }
        }
    }

    // Once what had come has been taken.
    private void NoteBroken()
    {
        if (_sender.IsBroken && !_isLost && !_isAway)
        {
            _isLost = true;
            Engine.EndOfInput();
        }
    }

    // What the socket does not take has the time that it needs at a rate that any network has.
    private void NoteStall(TimeSpan now)
    {
        if (_sender.KeptOctets == 0)
        {
            _stallAt = TimeSpan.MaxValue;
        }
        else if (_stallAt == TimeSpan.MaxValue)
        {
            _stallAt = Stall.DeadlineOf(Engine, _closeRequested is not null, _sender.WaitingOctets, now);
        }
    }

    // While an echo is blocked it reads nothing, so that only the stall counts.
    private void SetDeadline()
    {
        TimeSpan deadline = _stallAt != TimeSpan.MaxValue && (_outbound is null || _isOver) ? _stallAt : Min(_stallAt, Engine.Deadline);
        if (_outbound is not null && !_isOver)
        {
            deadline = Min(deadline, _outbound.Deadline);
        }

        Volatile.Write(ref _deadlineTicks, deadline.Ticks);
        if (_deadline is not null)
        {
            _route.Transport.Deadlines.Advance(_deadline);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // Our own fault: the peer is told, as far as that is still possible, and the connection ends.
    private void Guarded(TimeSpan now, Action<SocketConnection, TimeSpan> work)
    {
        try
        {
            work(this, now);
        }
        catch (Exception e)
        {
            Fault ??= e;
            try
            {
                Engine.Fail(CloseCode.InternalError, "Internal error", now, Output);
            }
            catch (Exception)
            {
                // The connection is beyond telling; what happened first is what is reported.
            }

            Engine.EndOfInput();
            _isOver = true;
        }
    }

    // One slow read may be the system's doing; the second one soon after it is the peer's.
    private bool IsDear(int octets) => _dearness > DearReads || (Engine.IsCompressed && octets >= DearCompressedOctets);

    private void GoAway(ReadOnlySpan<byte> input)
    {
        if (_unreadTo == 0)
        {
            KeepUnread(input);
        }

        _isAway = true;
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.RunAway(), this, preferLocal: false);
    }

    // On the pool.
    private void RunAway()
    {
        _outbound?.OnTaking();
        lock (_lock)
        {
            TimeSpan now = _route.Transport.Clock.Now;
            _sender.Begin(_pooledFrames ??= new FrameBuffer());
            Guarded(now, static (connection, at) => connection.TakeKept(at));
            _sender.End();
            NoteStall(now);
            _isAway = false;
        }

        _outbound?.OnTaken(isFree: true);
        Post(); // the loop goes on, and does what was noted meanwhile
    }

    private void TakeKept(TimeSpan now)
    {
        Take(_unread.AsSpan(_unreadFrom, _unreadTo - _unreadFrom), now);
        TakeNotes(now);
        Flush(now);
    }

    private void KeepUnread(ReadOnlySpan<byte> input)
    {
        _unread = ArrayPool<byte>.Shared.Rent(input.Length);
        input.CopyTo(_unread);
        (_unreadFrom, _unreadTo) = (0, input.Length);
    }

    private void ForgetUnread()
    {
        if (_unread.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_unread);
            _unread = [];
        }

        (_unreadFrom, _unreadTo) = (0, 0);
    }

    // The engine has waited for the peer's close frame where it had to, unless the fault is ours: then the socket lingers. One that is
    // closed while something is unread is reset, and the peer could lose what it was told: so what has come is read.
    private void End()
    {
        _isEnded = true;
        DeadlineQueue.Remove(_deadline!);
        _sender.Close();
        ForgetUnread();
        Engine.Dispose();
        if (!_isLost && !_isInputOver)
        {
            if (Fault is not null)
            {
                (_lingering, Descriptor) = (Descriptor, -1);
                return;
            }

            Discard();
        }

        Loop.Remove(Descriptor, isClosing: true);
        SocketEnd.Close(Descriptor, isReset: _isLost);
        Descriptor = -1;
    }

    private unsafe void Discard()
    {
        for (int reads = 0; reads < ReadsPerRun; reads++)
        {
            if (LibC.Receive(Descriptor, Loop.Input, EventLoop.InputOctets, LibC.DoNotWait) < EventLoop.InputOctets)
            {
                return;
            }
        }
    }
}
