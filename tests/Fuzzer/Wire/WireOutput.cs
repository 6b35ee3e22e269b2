namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>
/// Octets on their way to the wire, with the places where a write must end. Pieces that may share a write are
/// handed out together. What was taken stays untouched until the next take.
/// </summary>
public sealed class WireOutput
{
    private const int MaxTogether = 256 << 10;

    private readonly Queue<(int Length, bool Alone)> pieces = new();
    private byte[] buffer = new byte[4096];
    private int head;
    private int tail;

    public int Pending => tail - head;

    /// <summary>Makes room for a piece; the caller fills it before anything else is queued.</summary>
    public Span<byte> Reserve(int length)
    {
        if (buffer.Length - tail < length)
        {
            // The old array may still be on its way to the wire: grow into a new one, never move within it.
            byte[] larger = new byte[Math.Max(checked((tail - head + length) * 2L), 4096) > Array.MaxLength
                ? Array.MaxLength : Math.Max((tail - head + length) * 2, 4096)];
            buffer.AsSpan(head, tail - head).CopyTo(larger);
            tail -= head;
            head = 0;
            buffer = larger;
        }

        tail += length;
        return buffer.AsSpan(tail - length, length);
    }

    /// <summary>Ends what was reserved since the last piece as one write; null or zero chops nothing.</summary>
    public void EndPiece(int length, int? chop, bool alone)
    {
        if (chop is not > 0)
        {
            pieces.Enqueue((length, alone));
            return;
        }

        for (int rest = length; rest > 0; rest -= chop.Value)
        {
            pieces.Enqueue((Math.Min(rest, chop.Value), true));
        }
    }

    public void Write(ReadOnlySpan<byte> octets, int? chop = null, bool alone = false)
    {
        octets.CopyTo(Reserve(octets.Length));
        EndPiece(octets.Length, chop, alone);
    }

    public bool TryTake(out ReadOnlyMemory<byte> octets)
    {
        if (head == tail)
        {
            head = tail = 0;
        }

        int length = 0;
        while (pieces.TryPeek(out (int Length, bool Alone) piece))
        {
            if (length > 0 && (piece.Alone || length + piece.Length > MaxTogether))
            {
                break;
            }

            pieces.Dequeue();
            length += piece.Length;
            if (piece.Alone)
            {
                break;
            }
        }

        octets = buffer.AsMemory(head, length);
        head += length;
        return length > 0;
    }

    public void Clear()
    {
        pieces.Clear();
        head = tail;
    }
}
