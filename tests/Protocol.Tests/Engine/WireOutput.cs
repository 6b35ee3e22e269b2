using System.Buffers;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>What an engine has written.</summary>
internal sealed class WireBuffer
{
    private readonly ArrayBufferWriter<byte> _octets = new(1024);

    /// <summary>The output calls itself full from this many octets since the last drain.</summary>
    public int FullAt { get; init; } = int.MaxValue;

    public int Drained { get; set; }

    public bool IsFull => _octets.WrittenCount - Drained >= FullAt;

    public ReadOnlySpan<byte> Octets => _octets.WrittenSpan;

    public Span<byte> GetSpan(int minimum)
    {
        Span<byte> span = _octets.GetSpan(minimum);
        span.Fill(0xEE); // nobody may count on zeros
        return span[..minimum]; // nor on more than was asked for
    }

    public void Advance(int octets) => _octets.Advance(octets);
}

/// <summary>The engine's handle on a <see cref="WireBuffer"/>.</summary>
internal readonly struct WireOutput(WireBuffer buffer) : IFrameOutput
{
    public bool IsFull => buffer.IsFull;

    public Span<byte> GetSpan(int minimumOctets) => buffer.GetSpan(minimumOctets);

    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
