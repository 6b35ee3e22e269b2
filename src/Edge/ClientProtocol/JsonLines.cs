using System.Buffers;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// JSON objects for one client, one a line, ready to be sent as one message: there is no newline after the last. Memory
/// comes from the pool and goes back with <see cref="Clear"/>, so that a quiet connection has none. Not for two threads at once.
/// </summary>
internal sealed class JsonLines : IDisposable
{
    private const int FirstOctets = 1024;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>True when there is nothing to send.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>What was written; until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>The octet written last; zero before the first.</summary>
    public byte Last => _length == 0 ? (byte)0 : _buffer[_length - 1];

    /// <summary>Begins a line.</summary>
    public LinesOutput Begin()
    {
        LinesOutput output = new(this);
        if (!IsEmpty)
        {
            output.Append("\n"u8);
        }

        return output;
    }

    /// <summary>Adds a line that was made elsewhere, such as by <see cref="PushEncoder"/>.</summary>
    public void Add(ReadOnlySpan<byte> line) => Begin().Append(line);

    /// <summary>Forgets what was written and gives the memory back.</summary>
    public void Clear()
    {
        if (_buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>At least so many octets behind what was written.</summary>
    public Span<byte> Room(int octets)
    {
        if (_buffer.Length - _length < octets)
        {
            Grow(checked(_length + octets));
        }

        return _buffer.AsSpan(_length);
    }

    /// <summary>Takes octets of the room as written.</summary>
    public void Advance(int octets) => _length += octets;

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, FirstOctets), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        int length = _length;
        Clear();
        (_buffer, _length) = (larger, length);
    }
}
