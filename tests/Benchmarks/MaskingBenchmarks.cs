using BenchmarkDotNet.Attributes;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// Unmasking while copying, against the loop that the RFC's formula spells out. Source and destination lie in their blocks as
/// a server's first frame does, behind headers of 8 and 4 octets: left to chance, 16 KiB take 0.2 or 0.7 us.
/// </summary>
public class MaskingBenchmarks
{
    private readonly byte[] _key = [0x37, 0xFA, 0x21, 0x3D];
    private Memory<byte> _source;
    private Memory<byte> _destination;

    [Params(16, 64, 1 << 10, 16 << 10, 1 << 20)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _source = Block.Allocate(8 + Octets)[8..];
        _destination = Block.Allocate(4 + Octets)[4..];
        new Random(1).NextBytes(_source.Span);
    }

    [Benchmark(Baseline = true)]
    public void ScalarLoop()
    {
        ReadOnlySpan<byte> source = _source.Span;
        Span<byte> destination = _destination.Span;
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (byte)(source[i] ^ _key[i & 3]);
        }
    }

    [Benchmark]
    public void Masking() => Protocol.Framing.Masking.Copy(_source.Span, _destination.Span, BitConverter.ToUInt32(_key));
}
