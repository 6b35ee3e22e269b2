using System.Buffers;
using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Edge.Transport;

// Frames are written to the thread's buffer and sent from there, without waiting. What the socket does not take is kept
// here, in memory of the pool, and everything that is written behind it; from then on the connection is not asked for more
// than it owes. The socket itself is written to by one thread at a time: whoever holds the connection's lock.

/// <summary>Sends the frames of one connection.</summary>
internal sealed unsafe class SocketSender
{
    // Enough for the answers to one full receive buffer.
    private const int FullOctets = 128 << 10;
    private const int LeastKept = 4096;
    private const int NoSignalNorWait = LibC.NoSignal | LibC.DoNotWait;

    private int _descriptor;
    private FrameBuffer? _frames;
    private byte[] _kept = [];
    private int _keptFrom;
    private int _keptTo;
    private long _takenOctets;

    public SocketSender(int descriptor) => _descriptor = descriptor;

    /// <summary>True when frames should wait until the socket has taken what is kept.</summary>
    public bool IsFull => KeptOctets >= FullOctets;

    /// <summary>What the socket has not taken.</summary>
    public int KeptOctets => _keptTo - _keptFrom;

    /// <summary>What has been written since the socket last had taken everything: with what is in the kernel, the peer may have to read all of it.</summary>
    public long WaitingOctets => TotalOctets - _takenOctets;

    /// <summary>True when everything that was written has been taken by the socket.</summary>
    public bool IsEmpty => KeptOctets == 0 && _frames is not { Used: > 0 };

    /// <summary>True once the peer is gone: everything written since is dropped.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>All octets that were ever written.</summary>
    public long TotalOctets { get; private set; }

    /// <summary>Writes the answer to the opening handshake, which counts for nothing.</summary>
    public void Open(ReadOnlySpan<byte> answer, FrameBuffer frames)
    {
        Begin(frames);
        answer.CopyTo(GetSpan(answer.Length));
        frames.Advance(answer.Length);
        End();
    }

    /// <summary>From here until <see cref="End"/> frames are written to a buffer of this thread.</summary>
    public void Begin(FrameBuffer frames)
    {
        _frames = frames;
        frames.Clear(); // a fault elsewhere may have left something, which is for nobody else
        if (KeptOctets == 0)
        {
            _takenOctets = TotalOctets;
        }
    }

    /// <summary>Sends what is left in the thread's buffer, or keeps it.</summary>
    public void End()
    {
        SendWritten();
        _frames = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int minimumOctets)
    {
        FrameBuffer frames = _frames!;
        if (frames.Room < minimumOctets)
        {
            MakeRoom(minimumOctets);
        }

        return frames.Rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int octets)
    {
        _frames!.Advance(octets);
        TotalOctets += octets;
    }

    /// <summary>Sends octets behind what is written, without a copy as far as the socket takes them.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        TotalOctets += octets.Length;
        if (KeptOctets != 0)
        {
            SendWritten();
            Keep(octets);
            return;
        }

        FrameBuffer frames = _frames!;
        fixed (byte* start = octets)
        {
            LibC.Piece* pieces = stackalloc LibC.Piece[2];
            pieces[0] = new LibC.Piece { Start = frames.Written, Octets = frames.Used };
            pieces[1] = new LibC.Piece { Start = start, Octets = octets.Length };
            LibC.MessageHeader message = new() { Pieces = pieces, PieceCount = 2 };
            int sent = Sent(LibC.SendMessage(_descriptor, &message, NoSignalNorWait));
            if (!IsBroken)
            {
                Keep(new ReadOnlySpan<byte>(frames.Written, frames.Used)[Math.Min(sent, frames.Used)..]);
                Keep(octets[Math.Max(0, sent - frames.Used)..]);
            }
        }

        frames.Clear();
    }

    /// <summary>Sends what is written so far.</summary>
    public void SendWritten()
    {
        if (_frames is not { Used: > 0 } frames)
        {
            return;
        }

        int sent = KeptOctets == 0 ? Send(frames.Written, frames.Used) : 0;
        if (sent < frames.Used)
        {
            Keep(new ReadOnlySpan<byte>(frames.Written + sent, frames.Used - sent));
        }

        frames.Clear();
    }

    /// <summary>Sends what is kept, as far as the socket takes it; true when that was all.</summary>
    public bool TrySendKept()
    {
        if (KeptOctets != 0)
        {
            fixed (byte* kept = _kept)
            {
                _keptFrom += Send(kept + _keptFrom, KeptOctets);
            }
        }

        if (KeptOctets == 0 || IsBroken)
        {
            Release();
            _takenOctets = TotalOctets - (_frames?.Used ?? 0);
        }

        return KeptOctets == 0;
    }

    /// <summary>The socket is to be closed: nothing is sent any more.</summary>
    public void Release()
    {
        (_keptFrom, _keptTo) = (0, 0);
        if (_kept.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_kept);
            _kept = [];
        }
    }

    /// <summary>The socket is closed.</summary>
    public void Close()
    {
        Release();
        IsBroken = true;
        _descriptor = -1;
    }

    private void MakeRoom(int octets)
    {
        SendWritten();
        if (_frames!.Room < octets)
        {
            _frames.Grow(octets);
        }
    }

    private int Send(byte* octets, int count) => IsBroken ? count : Sent(LibC.Send(_descriptor, octets, count, NoSignalNorWait));

    private int Sent(nint sent)
    {
        if (sent >= 0)
        {
            return (int)sent;
        }

        if (Errno.Last is not Errno.Again and not Errno.Interrupted and not Errno.NoBufferSpace and not Errno.NoMemory)
        {
            IsBroken = true; // the peer has reset the connection, or is unreachable: the reading side finds out, too
        }

        return 0;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty || IsBroken)
        {
            return;
        }

        if (_kept.Length - _keptTo < octets.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(KeptOctets + octets.Length, LeastKept));
            _kept.AsSpan(_keptFrom, KeptOctets).CopyTo(larger);
            (int kept, byte[] old) = (KeptOctets, _kept);
            (_kept, _keptFrom, _keptTo) = (larger, 0, kept);
            if (old.Length != 0)
            {
                ArrayPool<byte>.Shared.Return(old);
            }
        }

        octets.CopyTo(_kept.AsSpan(_keptTo));
        _keptTo += octets.Length;
    }
}
