using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Benchmarks;

/// <summary>The engine's handle on a <see cref="FixedBuffer"/>.</summary>
internal readonly struct FixedOutput(FixedBuffer buffer) : IFrameOutput
{
    public bool IsFull => false;

    public Span<byte> GetSpan(int minimumOctets) => buffer.Rest;

    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
