using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Testee;

/// <summary>The engine's handle on an <see cref="OutputBuffer"/>.</summary>
internal readonly struct BufferOutput(OutputBuffer buffer) : IFrameOutput
{
    public bool IsFull => buffer.IsFull;

    public Span<byte> GetSpan(int minimumOctets) => buffer.GetSpan(minimumOctets);

    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
