using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Benchmarks;

/// <summary>A text message of 16 KiB through the engine and back, in memory: what the world's other languages cost.</summary>
public class Utf8EchoBenchmarks
{
    private const int MessageOctets = 16 << 10;

    private EngineEcho? _engine;

    [Params(Script.Ascii, Script.Accents, Script.Cyrillic, Script.Chinese, Script.Mixed)]
    public Script Script { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        WebSocketConnection client = new(
            new WebSocketConnectionOptions { Role = WebSocketRole.Client, MaskingKeys = static () => 0x3D21FA37 }, TimeSpan.Zero);
        FixedBuffer frame = new(2 * MessageOctets);
        client.Send(MessageKind.Text, SampleText.Utf8(Script, MessageOctets), new FixedOutput(frame));
        _engine = new EngineEcho(new EchoInput(MessageKind.Text, MessageOctets, 1, null, [frame.Written.ToArray()]));
    }

    [GlobalCleanup]
    public void Cleanup() => _engine?.Dispose();

    [Benchmark]
    public bool Engine() => _engine!.Next() > MessageOctets;
}
