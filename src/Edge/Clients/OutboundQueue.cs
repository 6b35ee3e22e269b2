using System.Buffers;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Connections;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>
/// What waits to be sent to one client, in order: frames that many clients share, and lines of its own, which become one
/// message where they stand together. Bounded in octets; what to do when it is full is the caller's to know. What is larger
/// than the bound could otherwise never be sent: a frame is taken when nothing else waits, lines when the queue is not full.
/// </summary>
/// <param name="maxOctets">The most octets that wait.</param>
/// <param name="highWater">Learns how much has waited.</param>
internal sealed class OutboundQueue(int maxOctets, HighWaterMark highWater)
{
    private const int FirstCapacity = 4;
    private const int KeptCapacity = 64; // an idle client keeps no more
    private const int MaxOwnMessageOctets = 64 << 10;

    private readonly Lock _lock = new();
    private Entry[] _entries = [];
    private byte[] _text = [];
    private int _textStart;
    private int _textEnd;
    private int _head;
    private int _count;
    private int _octets;
    private bool _isHeld;

    /// <summary>True when nothing waits that may be sent.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _count == 0 || _isHeld;
            }
        }
    }

    /// <summary>How many octets wait.</summary>
    public int Octets => Volatile.Read(ref _octets);

    /// <summary>True when no lines are taken any more.</summary>
    public bool IsFull => Octets >= maxOctets;

    /// <summary>True when what a slow reader has missed may be added: half of the queue stays for what is new.</summary>
    public bool HasRoomToCatchUp => Octets < maxOctets / 2;

    /// <summary>Adds a frame that others share; false when there is no room.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="owner">Whose it is, to drop it by.</param>
    /// <param name="offset">The offset of the publication; 0 for none.</param>
    public bool TryAddFrame(byte[] frame, object owner, long offset)
    {
        lock (_lock)
        {
            if (_count != 0 && _octets + frame.Length > maxOctets)
            {
                return false;
            }

            Append(new Entry(frame, owner, offset, frame.Length));
        }

        return true;
    }

    /// <summary>Adds the frames of deliveries until there is no room, and says how many.</summary>
    /// <param name="deliveries">The deliveries; under their channel's lock.</param>
    /// <param name="frames">Makes the frames.</param>
    /// <param name="windowBits">The window of compressed frames; 0 for none.</param>
    /// <param name="owner">Whose they are, to drop them by.</param>
    public int AddDeliveries(ReadOnlySpan<Delivery> deliveries, DeliveryFrames frames, int windowBits, object owner)
    {
        // In one piece they cost no more than one does.
        if (deliveries.Length > 1 && frames.GetRun(deliveries, windowBits) is { } run && Octets + run.Length <= maxOctets
            && TryAddFrame(run, owner, deliveries[0].Offset))
        {
            return deliveries.Length;
        }

        int count = 0;
        while (count < deliveries.Length && TryAddFrame(frames.Get(deliveries[count], windowBits), owner, deliveries[count].Offset))
        {
            count++;
        }

        return count;
    }

    /// <summary>Adds a line, or several, of this client's own; false when there is no room.</summary>
    public bool TryAddLines(ReadOnlySpan<byte> lines)
    {
        lock (_lock)
        {
            if (_octets >= maxOctets)
            {
                return false;
            }

            if (_count != 0)
            {
                ref Entry last = ref _entries[At(_count - 1)];
                if (last.Frame is null && last.Octets + lines.Length < MaxOwnMessageOctets)
                {
                    AppendText("\n"u8);
                    AppendText(lines);
                    last = last with { Octets = last.Octets + 1 + lines.Length };
                    Count(1 + lines.Length);
                    return true;
                }
            }

            AppendText(lines);
            Append(new Entry(null, null, 0, lines.Length));
        }

        return true;
    }

    /// <summary>Sends nothing until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _isHeld = true;
        }
    }

    /// <summary>Sends again, these lines before everything that was added meanwhile.</summary>
    public void Release(ReadOnlySpan<byte> firstLines)
    {
        lock (_lock)
        {
            _isHeld = false;
            if (firstLines.IsEmpty)
            {
                return;
            }

            byte[] later = [.. _text.AsSpan(_textStart, _textEnd - _textStart)];
            _textStart = 0;
            _textEnd = 0;
            AppendText(firstLines);
            AppendText(later);
            Append(default); // room for one more
            _head = At(-1);
            _entries[_head] = new Entry(null, null, 0, firstLines.Length);
            Count(firstLines.Length);
        }
    }

    /// <summary>Drops the frames of one owner; returns the lowest offset among them, or 0.</summary>
    public long Drop(object owner)
    {
        lock (_lock)
        {
            long lowest = 0;
            int kept = 0;
            for (int i = 0; i < _count; i++)
            {
                Entry entry = _entries[At(i)];
                if (ReferenceEquals(entry.Owner, owner))
                {
                    lowest = lowest == 0 || (entry.Offset != 0 && entry.Offset < lowest) ? entry.Offset : lowest;
                    _octets -= entry.Octets;
                    continue;
                }

                _entries[At(kept++)] = entry;
            }

            for (int i = kept; i < _count; i++)
            {
                _entries[At(i)] = default;
            }

            _count = kept;
            return lowest;
        }
    }

    /// <summary>Writes to a connection until its output is full. What a closing connection does not take is dropped.</summary>
    public void WriteTo<TOutput>(WebSocketConnection connection, TOutput output)
        where TOutput : struct, IFrameOutput
    {
        lock (_lock)
        {
            while (_count != 0 && !_isHeld && !output.IsFull)
            {
                Entry entry = _entries[_head];
                bool isOpen = entry.Frame is { } frame
                    ? connection.SendPrepared(frame, output)
                    : connection.Send(MessageKind.Text, _text.AsSpan(_textStart, entry.Octets), output);
                if (!isOpen)
                {
                    Clear();
                    return;
                }

                if (entry.Frame is null)
                {
                    _textStart += entry.Octets;
                }

                _entries[_head] = default;
                _head = At(1);
                _count--;
                _octets -= entry.Octets;
            }

            if (_count == 0)
            {
                Clear();
            }
        }
    }

    /// <summary>Forgets everything: the connection has ended.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_entries.Length > KeptCapacity)
            {
                _entries = [];
            }
            else
            {
                Array.Clear(_entries);
            }

            if (_text.Length != 0)
            {
                ArrayPool<byte>.Shared.Return(_text);
                _text = [];
            }

            (_head, _count, _octets, _textStart, _textEnd) = (0, 0, 0, 0, 0);
        }
    }

    private void Append(in Entry entry)
    {
        if (_count == _entries.Length)
        {
            Entry[] larger = new Entry[Math.Max(FirstCapacity, _entries.Length * 2)];
            for (int i = 0; i < _count; i++)
            {
                larger[i] = _entries[At(i)];
            }

            _entries = larger;
            _head = 0;
        }

        _entries[At(_count++)] = entry;
        Count(entry.Octets);
    }

    // The capacity is a power of two.
    private int At(int index) => (_head + index) & (_entries.Length - 1);

    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (_text.Length - _textEnd < text.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max((_textEnd - _textStart + text.Length) * 2, 512));
            _text.AsSpan(_textStart, _textEnd - _textStart).CopyTo(larger);
            if (_text.Length != 0)
            {
                ArrayPool<byte>.Shared.Return(_text);
            }

            (_text, _textStart, _textEnd) = (larger, 0, _textEnd - _textStart);
        }

        text.CopyTo(_text.AsSpan(_textEnd));
        _textEnd += text.Length;
    }

    private void Count(int octets)
    {
        _octets += octets;
        highWater.Note(_octets);
    }

    /// <param name="Frame">A shared frame; null for lines of this client's own, which are next in the text.</param>
    /// <param name="Owner">Whose the frame is.</param>
    /// <param name="Offset">The offset of its publication; 0 for none.</param>
    /// <param name="Octets">How many.</param>
    private readonly record struct Entry(byte[]? Frame, object? Owner, long Offset, int Octets);
}
