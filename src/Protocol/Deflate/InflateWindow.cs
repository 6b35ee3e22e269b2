using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The last octets put out by earlier calls. Within a call, matches read the output itself; the ring is
/// brought up to date once, when the call ends, and is not allocated before there is something to remember.
/// </summary>
internal sealed class InflateWindow(int windowBits)
{
    // Lets the fast loop read 16 octets at a time up to the very end of the ring.
    private const int Padding = 16;

    private readonly int _size = 1 << windowBits;
    private byte[]? _ring;
    private int _end;
    private int _filled;

    public int MemoryOctets => _size + Padding;

    public void Forget() => (_end, _filled) = (0, 0);

    /// <summary>Whether a match may begin so far back when this call has written that much (RFC 1951 §3.2.3, RFC 7692 §7.1.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Reaches(int distance, int written) => distance <= _size && distance - written <= _filled;

    /// <summary>
    /// The ring's octet that lies <paramref name="back"/> before this call's output, if <paramref name="length"/> octets
    /// follow each other there without a wrap; they may be read in steps of 16. Otherwise a null reference.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Unwrapped(int back, int length)
    {
        int start = (_end - back) & (_size - 1);
        return ref back < length || start + length > _size
            ? ref Unsafe.NullRef<byte>()
            : ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ring!), start);
    }

    /// <summary>Copies as much of a match as there is room for, wherever it lies, and says how much.</summary>
    public int CopyMatch(scoped ref InflateCursor cursor, int distance, int length)
    {
        int total = Math.Min(length, cursor.Room);
        int left = total;
        while (left > 0)
        {
            Span<byte> target = cursor.Output[cursor.Written..];
            int back = distance - cursor.Written;
            int copied;
            if (back > 0)
            {
                int start = (_end - back) & (_size - 1);
                copied = Math.Min(left, Math.Min(back, _size - start));
                _ring.AsSpan(start, copied).CopyTo(target);
            }
            else
            {
                copied = Math.Min(left, distance);
                cursor.Output.Slice(cursor.Written - distance, copied).CopyTo(target);
                // What was copied continues the pattern: the next piece begins at the same place and may be twice as long.
                distance += copied;
            }
            cursor.Written += copied;
            left -= copied;
        }
        return total;
    }

    /// <summary>Remembers what a call has put out.</summary>
    public void Append(ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty)
        {
            return;
        }
        _ring ??= new byte[_size + Padding];
        if (output.Length >= _size)
        {
            output[^_size..].CopyTo(_ring);
            (_end, _filled) = (0, _size);
            return;
        }
        int first = Math.Min(output.Length, _size - _end);
        output[..first].CopyTo(_ring.AsSpan(_end));
        output[first..].CopyTo(_ring);
        _end = (_end + output.Length) & (_size - 1);
        _filled = Math.Min(_size, _filled + output.Length);
    }
}
