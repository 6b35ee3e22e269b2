using System.Runtime.CompilerServices;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Where the connections of a thread write their frames, one after the other: what a connection has written is sent, or
/// kept by the connection, before the next one begins.
/// </summary>
internal sealed unsafe class FrameBuffer
{
    // Above what one read of whole messages answers, so that those are one send.
    private const int FirstOctets = EventLoop.InputOctets * 3 / 2;

    private byte[] _octets;
    private byte* _first;

    public FrameBuffer() => Allocate(FirstOctets);

    /// <summary>How many octets are written.</summary>
    public int Used { get; private set; }

    /// <summary>What is written.</summary>
    public byte* Written => _first;

    /// <summary>How many octets have room.</summary>
    public int Room => _octets.Length - Used;

    /// <summary>The room.</summary>
    public Span<byte> Rest => new(_first + Used, Room);

    public void Advance(int octets) => Used += octets;

    public void Clear() => Used = 0;

    /// <summary>Makes room for more than it has; what is written stays.</summary>
    public void Grow(int octets)
    {
        byte[] written = _octets;
        Allocate(Used + octets);
        written.AsSpan(0, Used).CopyTo(_octets);
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_octets))]
    private void Allocate(int octets)
    {
        _octets = GC.AllocateUninitializedArray<byte>(octets, pinned: true);
        _first = (byte*)Unsafe.AsPointer(ref _octets[0]);
    }
}
