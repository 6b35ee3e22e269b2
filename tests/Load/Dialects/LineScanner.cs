namespace Stratus.Realtime.Load.Dialects;

/// <summary>
/// Cuts messages into lines: several may come in one message, and a message in any pieces. The end of a message ends its last
/// line. Octets are kept only while a line is not whole.
/// </summary>
internal sealed class LineScanner(byte separator, int maxLineOctets)
{
    private byte[] _kept = [];
    private int _keptOctets;

    /// <summary>Takes the next piece of a message; false: the line is longer than allowed.</summary>
    public bool Feed(ReadOnlySpan<byte> piece, bool isEnd, ILineSink sink)
    {
        while (true)
        {
            int length = piece.IndexOf(separator);
            if (length < 0 && !isEnd)
            {
                return Keep(piece);
            }

            ReadOnlySpan<byte> line = length < 0 ? piece : piece[..length];
            if (_keptOctets > 0)
            {
                if (!Keep(line))
                {
                    return false;
                }

                line = _kept.AsSpan(0, _keptOctets);
                _keptOctets = 0;
            }

            if (!line.IsEmpty)
            {
                sink.OnLine(line);
            }

            if (length < 0)
            {
                return true;
            }

            piece = piece[(length + 1)..];
        }
    }

    private bool Keep(ReadOnlySpan<byte> octets)
    {
        int needed = _keptOctets + octets.Length;
        if (needed > maxLineOctets)
        {
            return false;
        }

        if (needed > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Min(Math.Max(needed, _kept.Length * 2), maxLineOctets));
        }

        octets.CopyTo(_kept.AsSpan(_keptOctets));
        _keptOctets = needed;
        return true;
    }
}
