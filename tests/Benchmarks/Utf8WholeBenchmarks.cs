using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Validating 16 KiB of text that is all there.</summary>
public class Utf8WholeBenchmarks
{
    private byte[] _text = [];

    [Params(Script.Ascii, Script.Cyrillic, Script.Chinese, Script.Mixed)]
    public Script Script { get; set; }

    [GlobalSetup]
    public void Setup() => _text = SampleText.Utf8(Script, 16 << 10);

    [Benchmark(Baseline = true)]
    public bool Runtime() => Utf8.IsValid(_text);

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
