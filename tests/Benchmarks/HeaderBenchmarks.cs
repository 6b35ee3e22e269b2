using BenchmarkDotNet.Attributes;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Benchmarks;

/// <summary>One masked frame header: reading it alone, and with every rule checked.</summary>
public class HeaderBenchmarks
{
    private const int Headers = 1_000;

    private static readonly FrameContext Context = new(ExpectMasked: true, DeflateNegotiated: true, MessageOpen: false);

    private byte[] _octets = [];

    /// <summary>The three encodings of a length.</summary>
    [Params(64, 1 << 10, 1 << 20)]
    public int PayloadOctets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int each = FrameHeaderWriter.OctetsOf(PayloadOctets, masked: true);
        _octets = new byte[Headers * each];
        for (int i = 0; i < Headers; i++)
        {
            FrameHeaderWriter.Write(_octets.AsSpan(i * each), (byte)(FrameHeader.FinBit | (byte)Opcode.Binary), PayloadOctets, (uint)i);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Headers)]
    public ulong Read()
    {
        ReadOnlySpan<byte> rest = _octets;
        ulong total = 0;
        while (FrameHeaderReader.TryRead(rest, out FrameHeader header, out int octets))
        {
            total += header.PayloadOctets;
            rest = rest[octets..];
        }

        return total;
    }

    [Benchmark(OperationsPerInvoke = Headers)]
    public ulong ReadAndCheck()
    {
        ReadOnlySpan<byte> rest = _octets;
        ulong total = 0;
        while (FrameHeaderReader.TryRead(rest, out FrameHeader header, out int octets)
            && FrameRules.CheckFirstOctets(header.First, header.Second, Context) == ProtocolRule.None
            && FrameRules.CheckLength(header) == ProtocolRule.None)
        {
            total += header.PayloadOctets;
            rest = rest[octets..];
        }

        return total;
    }
}
