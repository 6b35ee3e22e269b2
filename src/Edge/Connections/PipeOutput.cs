using System.Runtime.CompilerServices;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>The engine's handle on a <see cref="PipeOutputBuffer"/>.</summary>
internal readonly struct PipeOutput(PipeOutputBuffer buffer) : IFrameOutput
{
    public bool IsFull => buffer.IsFull;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int minimumOctets) => buffer.GetSpan(minimumOctets);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
