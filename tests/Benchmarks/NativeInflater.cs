using System.Runtime.InteropServices;
using Stratus.Realtime.Protocol.Deflate;

namespace Stratus.Realtime.Benchmarks;

/// <summary>The inflating half of the runtime's zlib, called without a stream around it. For comparison only: the engine has its own.</summary>
internal sealed unsafe class NativeInflater : IDisposable
{
    private const int RawWindowBits = -15;
    private const int StreamEnd = 1;

    private readonly delegate* unmanaged<ZLib.Stream*, int, int> _step;
    private readonly delegate* unmanaged<ZLib.Stream*, int, int> _reset;
    private readonly delegate* unmanaged<ZLib.Stream*, int> _end;
    private readonly ZLib.Stream* _stream;

    public NativeInflater()
    {
        nint library = NativeLibrary.Load("libSystem.IO.Compression.Native", typeof(object).Assembly, null);
        var init = (delegate* unmanaged<ZLib.Stream*, int, int>)NativeLibrary.GetExport(library, "CompressionNative_InflateInit2_");
        _step = (delegate* unmanaged<ZLib.Stream*, int, int>)NativeLibrary.GetExport(library, "CompressionNative_Inflate");
        _reset = (delegate* unmanaged<ZLib.Stream*, int, int>)NativeLibrary.GetExport(library, "CompressionNative_InflateReset2_");
        _end = (delegate* unmanaged<ZLib.Stream*, int>)NativeLibrary.GetExport(library, "CompressionNative_InflateEnd");
        _stream = (ZLib.Stream*)NativeMemory.AllocZeroed((nuint)sizeof(ZLib.Stream));
        Check(init(_stream, RawWindowBits), ZLib.Ok);
    }

    /// <summary>Inflates a whole stream; returns the octets written.</summary>
    public int Inflate(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Check(_reset(_stream, RawWindowBits), ZLib.Ok);
        fixed (byte* from = input, to = output)
        {
            _stream->NextIn = from;
            _stream->AvailableIn = (uint)input.Length;
            _stream->NextOut = to;
            _stream->AvailableOut = (uint)output.Length;
            Check(_step(_stream, ZLib.SyncFlush), StreamEnd);
            return output.Length - (int)_stream->AvailableOut;
        }
    }

    public void Dispose()
    {
        _ = _end(_stream);
        NativeMemory.Free(_stream);
    }

    private static void Check(int status, int expected)
    {
        if (status != expected)
        {
            throw new InvalidOperationException($"zlib answered {status} in place of {expected}.");
        }
    }
}
