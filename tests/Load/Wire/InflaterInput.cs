namespace Stratus.Realtime.Load.Wire;

/// <summary>Octets that a DeflateStream reads; when there are none it is told so, and asks again later.</summary>
internal sealed class InflaterInput : Stream
{
    private byte[] _octets = [];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Append(ReadOnlySpan<byte> octets)
    {
        if (_octets.Length - _end < octets.Length)
        {
            byte[] target = new byte[Math.Max(_end - _start + octets.Length, 2 * _octets.Length)];
            _octets.AsSpan(_start, _end - _start).CopyTo(target);
            (_octets, _start, _end) = (target, 0, _end - _start);
        }

        octets.CopyTo(_octets.AsSpan(_end));
        _end += octets.Length;
    }

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(buffer.Length, _end - _start);
        _octets.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        if (_start == _end)
        {
            _start = _end = 0;
        }

        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
