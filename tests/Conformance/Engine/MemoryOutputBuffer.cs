using System.Buffers;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>What the engine has written and the link has not been given; full like a real transport's, so that "output full" happens.</summary>
internal sealed class MemoryOutputBuffer
{
    private const int FullOctets = 64 << 10;

    private readonly ArrayBufferWriter<byte> _writer = new();

    public bool IsFull => _writer.WrittenCount >= FullOctets;

    public Span<byte> GetSpan(int minimumOctets) => _writer.GetSpan(minimumOctets);

    public void Advance(int octets) => _writer.Advance(octets);

    /// <summary>Gives everything to the link.</summary>
    public void DrainTo(IOctetSink sink)
    {
        if (_writer.WrittenCount != 0)
        {
            sink.Write(_writer.WrittenSpan);
            _writer.ResetWrittenCount();
        }
    }
}
