namespace Stratus.Realtime.Benchmarks;

/// <summary>Output memory of one size, emptied by whoever sends it.</summary>
internal sealed class FixedBuffer(int capacity)
{
    private readonly Memory<byte> _octets = Block.Allocate(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.Span[..Length];

    public Span<byte> Rest => _octets.Span[Length..];

    public void Advance(int octets) => Length += octets;

    public void Clear() => Length = 0;
}
