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
    private int _used;
    private int _unflushed;

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

    /// <summary>Hands everything to the transport; completes when it may write more.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        Commit();
        _unflushed = 0;
        return writer.FlushAsync();
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
