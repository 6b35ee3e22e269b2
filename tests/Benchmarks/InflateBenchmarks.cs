using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Benchmarks;

/// <summary>Inflating one JSON message that was compressed on its own at level 6.</summary>
public class InflateBenchmarks
{
    // What RFC 7692 §7.2.1 cuts off, and an empty final block, without which a DeflateStream calls the data truncated.
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF, 0x03, 0x00];

    private byte[] _message = [];
    private byte[] _stream = [];
    private byte[] _output = [];
    private Inflater? _inflater;
    private NativeInflater? _native;

    [Params(4 << 10, 64 << 10)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] compressed = new byte[Deflater.Bound(Octets)];
        using Deflater deflater = new(windowBits: 15, level: 6);
        int length = deflater.Deflate(SampleText.Json(Octets, seed: 1), compressed, keepContext: false);
        _message = compressed[..length];
        _stream = [.. _message, .. Tail];
        _output = new byte[Octets + 1];
        _inflater = new Inflater(windowBits: 15);
        _native = new NativeInflater();
    }

    [GlobalCleanup]
    public void Cleanup() => _native?.Dispose();

    [Benchmark(Baseline = true)]
    public int DeflateStream()
    {
        using DeflateStream inflate = new(new MemoryStream(_stream), CompressionMode.Decompress);
        return inflate.ReadAtLeast(_output, _output.Length, throwOnEndOfStream: false);
    }

    [Benchmark]
    public int RuntimeZLibReused() => _native!.Inflate(_stream, _output);

    [Benchmark]
    public int Inflater()
    {
        _inflater!.Reset();
        InflateStatus status = _inflater.Inflate(_message, _output, out _, out int written);
        return status == InflateStatus.NeedInput && _inflater.EndMessage() == InflateStatus.Done ? written : -1;
    }
}
