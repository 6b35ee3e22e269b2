using BenchmarkDotNet.Attributes;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// One receive buffer echoed in memory; neither side copies its answer out. System.Net.WebSockets copies it in, from its stream; the
/// engine takes it where it is, and once more after such a copy.
/// </summary>
public class EchoBenchmarks
{
    private SystemEcho? _system;
    private EngineEcho? _engine;
    private EngineEcho? _copyingEngine;

    [Params(EchoShape.Text64, EchoShape.Binary64, EchoShape.Text64By16, EchoShape.Text16K, EchoShape.Deflated4K)]
    public EchoShape Buffer { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        EchoInput input = EchoInput.Create(Buffer);
        EchoPair.Check(input);
        _system = new SystemEcho(input);
        _engine = new EngineEcho(input);
        _copyingEngine = new EngineEcho(input, copiesFirst: true);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _system?.Dispose();
        _engine?.Dispose();
        _copyingEngine?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int SystemNetWebSockets() => _system!.Next();

    [Benchmark]
    public int Engine() => _engine!.Next();

    [Benchmark]
    public int EngineAfterACopy() => _copyingEngine!.Next();
}
