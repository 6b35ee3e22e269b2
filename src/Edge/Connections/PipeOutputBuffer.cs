using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>
/// What the engine has written and the transport has not been given yet. One span of the pipe serves many frames, so
/// that a frame costs neither a call of the pipe nor a flush.
/// </summary>
internal sealed class PipeOutputBuffer(PipeWriter writer)
{
    // Enough for the answers to one full receive buffer; beyond it the transport drains first.
    private const int FullOctets = 128 << 10;
    private const int SpanOctets = 4096;

    private Memory<byte> _memory;
    private byte[] _held = [];
    private int _used;
    private int _unflushed;
    private bool _isHolding;

    /// <summary>True when frames should wait for a flush.</summary>
    public bool IsFull => _unflushed >= FullOctets;

    /// <summary>What the next flush hands over.</summary>
    public int UnflushedOctets => _unflushed;

    /// <summary>True when there is nothing to flush.</summary>
    public bool IsEmpty => _unflushed == 0;

    /// <summary>All octets that were ever written.</summary>
    public long TotalOctets { get; private set; }

    public Span<byte> GetSpan(int minimumOctets)
    {
        if (_memory.Length - _used < minimumOctets)
        {
            if (_isHolding)
            {
                return Hold(minimumOctets);
            }

            Commit();
            _memory = writer.GetMemory(Math.Max(minimumOctets, SpanOctets));
        }

        return _memory.Span[_used..];
    }

    public void Advance(int octets)
    {
        Debug.Assert(octets <= _memory.Length - _used, "More was advanced than the span had.");
        _used += octets;
        _unflushed += octets;
        TotalOctets += octets;
    }

    /// <summary>Hands everything to the transport; completes when it may write more, which <see cref="Flushed"/> then allows.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        Commit();
        _unflushed = 0;
        return writer.FlushAsync();
    }

    /// <summary>A flush waits: until <see cref="Flushed"/>, what is written is held here, because the pipe must not be touched.</summary>
    public void FlushWaits() => _isHolding = true;

    /// <summary>The flush is done; what was held goes to the pipe, for the next one.</summary>
    public void Flushed()
    {
        _isHolding = false;
        if (_held.Length == 0)
        {
            return;
        }

        (byte[] held, int octets) = (_held, _used);
        (_held, _memory, _used) = ([], default, 0);
        writer.Write(held.AsSpan(0, octets));
        ArrayPool<byte>.Shared.Return(held);
    }

    private Span<byte> Hold(int minimumOctets)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_used + minimumOctets, SpanOctets));
        _held.AsSpan(0, _used).CopyTo(larger);
        if (_held.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_held);
        }

        _held = larger;
        _memory = larger;
        return larger.AsSpan(_used);
    }

    private void Commit()
    {
        if (_used != 0)
        {
            writer.Advance(_used);
        }

        _memory = default;
        _used = 0;
    }
}
