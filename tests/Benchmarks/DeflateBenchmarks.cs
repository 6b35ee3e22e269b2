using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Benchmarks;

/// <summary>
/// Compressing one JSON message: on its own, by a context that forgets, against a new DeflateStream a message; and with what
/// came before it (context takeover), zlib against ours, with one context that stays in the cache and with many in turn.
/// </summary>
public class DeflateBenchmarks
{
    private const int Contexts = 32;
    private const int Messages = 61; // prime to the contexts, so that each of them gets all messages

    private byte[] _message = [];
    private byte[] _output = [];
    private MemoryStream _stream = new();
    private Deflater? _deflater;
    private byte[][] _messages = [];
    private Deflater[] _zlibContexts = [];
    private WindowDeflater[] _windowContexts = [];
    private int _turn;

    [Params(4 << 10, 64 << 10)]
    public int Octets { get; set; }

    [Params(1, 3, 6)]
    public int Level { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _message = SampleText.Json(Octets, seed: 1);
        _output = new byte[Protocol.Deflate.Deflater.Bound(Octets)];
        _stream = new MemoryStream(_output.Length);
        _deflater = new Deflater(windowBits: 15, Level);
        _messages = [.. Enumerable.Range(1, Messages).Select(seed => SampleText.Json(Octets, seed))];
        _zlibContexts = [.. Enumerable.Range(0, Contexts).Select(_ => new Deflater(windowBits: 15, Level))];
        _windowContexts = [.. Enumerable.Range(0, Contexts).Select(_ => new WindowDeflater(windowBits: 15, Level))];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _deflater?.Dispose();
        foreach (Deflater context in _zlibContexts)
        {
            context.Dispose();
        }
    }

    [Benchmark(Baseline = true)]
    public int DeflateStream()
    {
        _stream.SetLength(0);
        using (DeflateStream deflate = new(_stream, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
        {
            deflate.Write(_message);
        }

        return (int)_stream.Length;
    }

    [Benchmark]
    public int Deflater() => _deflater!.Deflate(_message, _output, keepContext: false);

    [Benchmark]
    public int ZLibTakeover() => _zlibContexts[0].Deflate(Next(), _output, keepContext: true);

    [Benchmark]
    public int WindowTakeover() => _windowContexts[0].Deflate(Next(), _output);

    [Benchmark]
    public int ZLibTakeoverInTurn()
    {
        byte[] message = Next();
        return _zlibContexts[_turn % Contexts].Deflate(message, _output, keepContext: true);
    }

    [Benchmark]
    public int WindowTakeoverInTurn()
    {
        byte[] message = Next();
        return _windowContexts[_turn % Contexts].Deflate(message, _output);
    }

    private byte[] Next()
    {
        _turn = (_turn + 1) % (Messages * Contexts);
        return _messages[_turn % Messages];
    }
}
