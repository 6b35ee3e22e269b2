using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// The deflate half of the zlib that the runtime ships (docs/adr/0002): .NET's public API cannot set window bits.
/// The exports are a private ABI, so they are looked for once; where they are missing or answer strangely, permessage-deflate
/// is not negotiated.
/// </summary>
internal static unsafe class ZLib
{
    public const int Ok = 0;
    public const int SyncFlush = 2;
    public const int FullFlush = 3;
    private const int Deflated = 8;
    private const int DefaultStrategy = 0;

    private static readonly delegate* unmanaged<Stream*, int, int, int, int, int, int> DeflateInit2;
    private static readonly delegate* unmanaged<Stream*, int, int> DeflateStep;
    private static readonly delegate* unmanaged<Stream*, int> DeflateEnd;

    [SuppressMessage("Performance", "CA1810:Initialize reference type static fields inline", Justification = "One probe finds all of them or none.")]
    static ZLib()
    {
        if (NativeLibrary.TryLoad("libSystem.IO.Compression.Native", typeof(object).Assembly, null, out nint library)
            && NativeLibrary.TryGetExport(library, "CompressionNative_DeflateInit2_", out nint init)
            && NativeLibrary.TryGetExport(library, "CompressionNative_Deflate", out nint step)
            && NativeLibrary.TryGetExport(library, "CompressionNative_DeflateEnd", out nint end))
        {
            DeflateInit2 = (delegate* unmanaged<Stream*, int, int, int, int, int, int>)init;
            DeflateStep = (delegate* unmanaged<Stream*, int, int>)step;
            DeflateEnd = (delegate* unmanaged<Stream*, int>)end;
            IsAvailable = Probe();
        }
    }

    /// <summary>True when messages can be deflated here.</summary>
    public static bool IsAvailable { get; }

    public static int Init(Stream* stream, int level, int windowBits, int memoryLevel) =>
        DeflateInit2(stream, level, Deflated, -windowBits, memoryLevel, DefaultStrategy);

    public static int Step(Stream* stream, int flush) => DeflateStep(stream, flush);

    public static void End(Stream* stream) => _ = DeflateEnd(stream);

    // The ABI is right when "a" deflates to the octets that fixed Huffman codes give it, flush included.
    private static bool Probe()
    {
        ReadOnlySpan<byte> expected = [0x4A, 0x04, 0x00, 0x00, 0x00, 0xFF, 0xFF];
        byte* output = stackalloc byte[64];
        byte input = (byte)'a';
        Stream stream = default;
        if (Init(&stream, 6, 15, 8) != Ok)
        {
            return false;
        }

        stream.NextIn = &input;
        stream.AvailableIn = 1;
        stream.NextOut = output;
        stream.AvailableOut = 64;
        int status = Step(&stream, SyncFlush);
        int written = 64 - (int)stream.AvailableOut;
        End(&stream);
        return status == Ok && new ReadOnlySpan<byte>(output, Math.Clamp(written, 0, 64)).SequenceEqual(expected);
    }

    /// <summary>The runtime's own view of a z_stream.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Stream
    {
        public byte* NextIn;
        public byte* NextOut;
        public byte* Message;
        public void* InternalState;
        public uint AvailableIn;
        public uint AvailableOut;
    }
}
