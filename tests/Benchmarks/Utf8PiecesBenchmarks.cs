using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Validating 16 KiB of text in pieces of 1,000 octets, cut wherever they end. The runtime's validator cannot.</summary>
public class Utf8PiecesBenchmarks
{
    private const int PieceOctets = 1_000;

    private byte[] _text = [];

    [Params(Script.Ascii, Script.Accents, Script.Cyrillic, Script.Chinese, Script.Mixed)]
    public Script Script { get; set; }

    [GlobalSetup]
    public void Setup() => _text = SampleText.Utf8(Script, 16 << 10);

    [Benchmark(Baseline = true)]
    public bool Automaton()
    {
        Utf8Automaton automaton = default;
        for (int at = 0; at < _text.Length; at += PieceOctets)
        {
            if (!automaton.Append(_text.AsSpan(at, Math.Min(PieceOctets, _text.Length - at))))
            {
                return false;
            }
        }

        return automaton.IsComplete;
    }

    [Benchmark]
    public bool Validator()
    {
        Utf8Validator validator = default;
        for (int at = 0; at < _text.Length; at += PieceOctets)
        {
            if (!validator.Append(_text.AsSpan(at, Math.Min(PieceOctets, _text.Length - at))))
            {
                return false;
            }
        }

        return validator.IsComplete;
    }
}
