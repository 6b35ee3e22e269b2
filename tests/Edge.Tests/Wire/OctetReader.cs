namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>Reads exact pieces from a stream; every wait is bounded.</summary>
internal sealed class OctetReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>The next octets, exactly.</summary>
    /// <exception cref="EndOfStreamException">The stream ended before.</exception>
    public async Task<byte[]> ReadAsync(int count)
    {
        byte[] octets = new byte[count];
        int done = 0;
        while (done < count)
        {
            if (_start == _end && !await FillAsync())
            {
                throw new EndOfStreamException($"The edge ended the stream after {done} of {count} octets.");
            }

            int piece = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, piece).CopyTo(octets.AsSpan(done));
            _start += piece;
            done += piece;
        }

        return octets;
    }

    /// <summary>The next line, without its CRLF.</summary>
    public async Task<string> ReadLineAsync()
    {
        List<byte> line = [];
        while (line is not [.., (byte)'\r', (byte)'\n'])
        {
            line.Add((await ReadAsync(1))[0]);
        }

        return System.Text.Encoding.Latin1.GetString([.. line[..^2]]);
    }

    /// <summary>True when the stream ends here, in order; false when there is another octet.</summary>
    public async Task<bool> IsAtEndAsync() => _start == _end && !await FillAsync();

    private async Task<bool> FillAsync()
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer).AsTask().WaitAsync(Bounded.Limit);
        return _end != 0;
    }
}
