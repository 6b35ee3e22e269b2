using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>A DEFLATE compressor of the runtime's zlib, with a window of 9 to 15 bits, whose messages end as RFC 7692 §7.2.1 has it.</summary>
internal sealed unsafe class Deflater : CriticalFinalizerObject, IDisposable
{
    // Fixed codes take up to nine bits an octet, and zlib-ng uses them where they do not pay; blocks and flush come on top.
    private const int WorstCaseOverhead = 64;

    // A flush ends in 00 00 FF FF, which is not sent.
    private const int FlushTailOctets = 4;

    private ZLib.Stream* _stream;

    public Deflater(int windowBits, int level)
    {
        WindowBits = windowBits;
        Level = level;
        _stream = (ZLib.Stream*)NativeMemory.AllocZeroed((nuint)sizeof(ZLib.Stream));
        if (ZLib.Init(_stream, level, windowBits, memoryLevel: 8) != ZLib.Ok)
        {
            NativeMemory.Free(_stream);
            _stream = null;
            throw new InsufficientMemoryException("A deflate context could not be made.");
        }
    }

    ~Deflater() => Free();

    public int WindowBits { get; }

    /// <summary>True while it can be used: not disposed, and no message has gone wrong in it.</summary>
    public bool IsUsable => _stream != null;

    public int Level { get; }

    /// <summary>Room that is enough for any message of this length, its flush included.</summary>
    public static int Bound(int octets) => checked(octets + (octets >> 3) + WorstCaseOverhead);

    /// <summary>Compresses one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">At least <see cref="Bound"/> octets.</param>
    /// <param name="keepContext">False to forget the message, so that the next one does not refer to it.</param>
    /// <returns>The octets written.</returns>
    public int Deflate(ReadOnlySpan<byte> message, Span<byte> destination, bool keepContext)
    {
        ObjectDisposedException.ThrowIf(_stream == null, this);
        if (message.IsEmpty)
        {
            // RFC 7692 §7.2.3.6: an empty message is one empty stored block, of which 00 remains.
            destination[0] = 0;
            return 1;
        }

        fixed (byte* input = message, output = destination)
        {
            _stream->NextIn = input;
            _stream->AvailableIn = (uint)message.Length;
            _stream->NextOut = output;
            _stream->AvailableOut = (uint)destination.Length;
            int status = ZLib.Step(_stream, keepContext ? ZLib.SyncFlush : ZLib.FullFlush);
            int written = destination.Length - (int)_stream->AvailableOut;
            if (status != ZLib.Ok || _stream->AvailableIn != 0 || _stream->AvailableOut == 0)
            {
                Dispose(); // what is still inside must not come out with another message
                throw new InvalidOperationException($"zlib did not deflate a message of {message.Length} octets in one step (status {status}).");
            }

            return written - FlushTailOctets;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_stream != null)
        {
            ZLib.End(_stream);
            NativeMemory.Free(_stream);
            _stream = null;
        }
    }
}
