using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>
/// Writes bits, the first one lowest (RFC 1951 §3.1.1). Eight octets are stored at a time, of which only the whole ones count:
/// whoever writes has made sure that <see cref="Slack"/> octets more than the bits need are there.
/// </summary>
internal ref struct DeflateBits(Span<byte> destination)
{
    /// <summary>How far a store reaches beyond what is written.</summary>
    public const int Slack = sizeof(ulong);

    private readonly ref byte _destination = ref MemoryMarshal.GetReference(destination);
    private readonly int _room = destination.Length;
    private ulong _bits;
    private int _count; // below 8 after every flush
    private int _written;

    /// <summary>What has been written, in bits.</summary>
    public readonly long Position => (8L * _written) + _count;

    /// <summary>Whether so many bits can be written, with a flush at least every 56 of them.</summary>
    public readonly bool HasRoom(long bits) => ((Position + bits + 7) >> 3) + Slack <= _room;

    /// <summary>Takes bits in; a flush is due before they are more than 64 with the seven that may have been left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ulong bits, int count)
    {
        _bits |= bits << _count;
        _count += count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref _destination, _written), BitConverter.IsLittleEndian ? _bits : BinaryPrimitives.ReverseEndianness(_bits));
        _written += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Zeros up to the next octet.</summary>
    /// <returns>The octets written.</returns>
    public int ToOctet()
    {
        Put(0, -_count & 7);
        Flush();
        return _written;
    }

    /// <summary>Copies octets; the bits are at an octet's boundary.</summary>
    public void Copy(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(MemoryMarshal.CreateSpan(ref _destination, _room)[_written..]);
        _written += octets.Length;
    }
}
