using System.Buffers.Binary;
using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>Puts frames on the wire exactly as told, also those that no RFC allows.</summary>
public static class FrameWriter
{
    /// <summary>Length of the longest header: 2 octets, 8 of length, 4 of key.</summary>
    public const int MaxHeaderOctets = 14;

    /// <summary>Writes a header and returns its length.</summary>
    public static int WriteHeader(
        Span<byte> destination, bool fin, int rsv, int opcode, ulong length, uint? maskingKey, LengthForm form = LengthForm.Shortest)
    {
        destination[0] = (byte)((fin ? 0x80 : 0) | ((rsv & 7) << 4) | (opcode & 0x0F));
        int maskBit = maskingKey is null ? 0 : 0x80;
        int count;
        if (form == LengthForm.EightOctets || length > ushort.MaxValue)
        {
            destination[1] = (byte)(maskBit | 127);
            BinaryPrimitives.WriteUInt64BigEndian(destination[2..], length);
            count = 10;
        }
        else if (form == LengthForm.TwoOctets || length > 125)
        {
            destination[1] = (byte)(maskBit | 126);
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
            count = 4;
        }
        else
        {
            destination[1] = (byte)(maskBit | (int)length);
            count = 2;
        }

        if (maskingKey is uint key)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[count..], key);
            count += 4;
        }

        return count;
    }

    /// <summary>Reserves room for one frame and fills it. The caller ends the piece.</summary>
    public static Span<byte> Write(WireOutput output, FrameSpec spec, scoped ReadOnlySpan<byte> payload, uint? maskingKey)
    {
        Span<byte> header = stackalloc byte[MaxHeaderOctets];
        int headerOctets = WriteHeader(
            header, spec.Fin, spec.Rsv, spec.Opcode, spec.AnnouncedLength ?? (ulong)payload.Length, maskingKey, spec.LengthForm);
        return Write(output, header[..headerOctets], payload, maskingKey);
    }

    /// <summary>The same for a frame without peculiarities.</summary>
    public static Span<byte> Write(WireOutput output, bool fin, int rsv, int opcode, scoped ReadOnlySpan<byte> payload, uint? maskingKey)
    {
        Span<byte> header = stackalloc byte[MaxHeaderOctets];
        int headerOctets = WriteHeader(header, fin, rsv, opcode, (ulong)payload.Length, maskingKey);
        return Write(output, header[..headerOctets], payload, maskingKey);
    }

    private static Span<byte> Write(WireOutput output, scoped ReadOnlySpan<byte> header, scoped ReadOnlySpan<byte> payload, uint? maskingKey)
    {
        Span<byte> octets = output.Reserve(header.Length + payload.Length);
        header.CopyTo(octets);
        payload.CopyTo(octets[header.Length..]);
        if (maskingKey is uint key)
        {
            MaskingKey.Apply(octets[header.Length..], key);
        }

        return octets;
    }
}
