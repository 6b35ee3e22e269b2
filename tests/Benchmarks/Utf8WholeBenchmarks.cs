using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Validating text that is all there, against the runtime's validator.</summary>
public class Utf8WholeBenchmarks
{
    private byte[] _text = [];

    [Params(Script.Ascii, Script.Accents, Script.Cyrillic, Script.Chinese, Script.Mixed)]
    public Script Script { get; set; }

    [Params(125, 16 << 10)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup() => _text = SampleText.Utf8(Script, Octets);

    [Benchmark(Baseline = true)]
    public bool Runtime() => Utf8.IsValid(_text);

    [Benchmark]
    public bool Vectors() => Utf8Text.IsValid(_text);

    [Benchmark]
    public bool Validator()
    {
        Utf8Validator validator = default;
        return validator.Append(_text) && validator.IsComplete;
    }

    [Benchmark]
    public bool Automaton()
    {
        Utf8Automaton automaton = default;
        return automaton.Append(_text) && automaton.IsComplete;
    }
}
