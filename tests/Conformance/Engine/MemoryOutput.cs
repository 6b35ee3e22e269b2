using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>The engine's handle on a <see cref="MemoryOutputBuffer"/>.</summary>
internal readonly struct MemoryOutput(MemoryOutputBuffer buffer) : IFrameOutput
{
    public bool IsFull => buffer.IsFull;

    public Span<byte> GetSpan(int minimumOctets) => buffer.GetSpan(minimumOctets);

    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
