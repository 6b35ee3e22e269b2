namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>A fixed array to write to: allocates nothing.</summary>
internal sealed class EchoBuffer(int octets)
{
    private readonly byte[] _octets = new byte[octets];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public Span<byte> Room => _octets.AsSpan(Count);

    public void Advance(int octets) => Count += octets;
}

/// <summary>The engine's handle on an <see cref="EchoBuffer"/>.</summary>
internal readonly struct EchoOutput(EchoBuffer buffer) : IFrameOutput
{
    public bool IsFull => false;

    public Span<byte> GetSpan(int minimumOctets) => buffer.Room;

    public void Advance(int octets) => buffer.Advance(octets);

    public void Write(ReadOnlySpan<byte> octets) => FrameOutputs.Copy(this, octets);
}
