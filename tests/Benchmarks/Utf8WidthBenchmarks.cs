using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Benchmarks;

/// <summary>16 KiB of mixed text by every width of vectors that the machine has: what it is like on another one.</summary>
public class Utf8WidthBenchmarks
{
    private readonly byte[] _text = SampleText.Utf8(Script.Mixed, 16 << 10);

    [ParamsSource(nameof(Widths))]
    public int VectorOctets { get; set; }

    public static IEnumerable<int> Widths => new (int Octets, bool IsSupported)[]
    {
        (Octets16.Count, Octets16.IsSupported),
        (Octets32.Count, Octets32.IsSupported),
        (Octets64.Count, Octets64.IsSupported),
    }.Where(static width => width.IsSupported).Select(static width => width.Octets);

    [Benchmark(Baseline = true)]
    public bool Runtime() => Utf8.IsValid(_text);

    [Benchmark]
    public bool Vectors() => VectorOctets switch
    {
        16 => Utf8Blocks<Octets16>.IsValid(_text),
        32 => Utf8Blocks<Octets32>.IsValid(_text),
        _ => Utf8Blocks<Octets64>.IsValid(_text),
    };
}
