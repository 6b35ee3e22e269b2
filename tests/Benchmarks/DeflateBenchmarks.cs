using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Compressing one JSON message on its own: a context that forgets, against a new DeflateStream a message.</summary>
public class DeflateBenchmarks
{
    private byte[] _message = [];
    private byte[] _output = [];
    private MemoryStream _stream = new();
    private Deflater? _deflater;

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
    }

    [GlobalCleanup]
    public void Cleanup() => _deflater?.Dispose();

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
}
