using BenchmarkDotNet.Attributes;

namespace Stratus.Realtime.Benchmarks;

/// <summary>One receive buffer echoed in memory. Both sides copy it in, as from a socket; neither copies its answer out.</summary>
public class EchoBenchmarks
{
    private SystemEcho? _system;
    private EngineEcho? _engine;

    [Params(EchoShape.Text64, EchoShape.Binary64, EchoShape.Text64By16, EchoShape.Text16K, EchoShape.Deflated4K)]
    public EchoShape Buffer { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        EchoInput input = EchoInput.Create(Buffer);
        EchoPair.Check(input);
        _system = new SystemEcho(input);
        _engine = new EngineEcho(input);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _system?.Dispose();
        _engine?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int SystemNetWebSockets() => _system!.Next();

    [Benchmark]
    public int Engine() => _engine!.Next();
}
