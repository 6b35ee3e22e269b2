namespace Stratus.Realtime.Load.Running;

/// <summary>What a connection has still to send.</summary>
internal sealed class OutputBuffer
{
    private const int FirstOctets = 256;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    public int Octets => _end - _start;

    public bool IsEmpty => _start == _end;

    public ReadOnlySpan<byte> Pending => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Room for octets that are sent next.</summary>
    public Span<byte> Append(int octets)
    {
        if (_buffer.Length - _end < octets)
        {
            MakeRoom(octets);
        }

        Span<byte> room = _buffer.AsSpan(_end, octets);
        _end += octets;
        return room;
    }

    public void Append(ReadOnlySpan<byte> octets) => octets.CopyTo(Append(octets.Length));

    /// <summary>Takes away octets that were sent, or a frame that was written shorter than its room.</summary>
    public void Consume(int octets)
    {
        _start += octets;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    public void Clear()
    {
        _buffer = [];
        _start = _end = 0;
    }

    private void MakeRoom(int octets)
    {
        int pending = Octets;
        long needed = (long)pending + octets;
        byte[] target = needed <= _buffer.Length / 2
            ? _buffer : new byte[(int)Math.Min(Math.Max(Math.Max(needed, FirstOctets), 2L * _buffer.Length), Array.MaxLength)];
        Pending.CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = pending;
    }
}
