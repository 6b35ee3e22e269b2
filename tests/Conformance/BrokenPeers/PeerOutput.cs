using System.Buffers;
using System.Buffers.Binary;

namespace Stratus.Realtime.Conformance.BrokenPeers;

/// <summary>What the peer wants written, and whether it wants TCP dropped behind that.</summary>
internal sealed class PeerOutput
{
    private readonly ArrayBufferWriter<byte> written = new();

    public bool WantsDrop { get; private set; }

    /// <summary>TCP is to be dropped a little later.</summary>
    public bool WantsLinger { get; private set; }

    public void Drop() => WantsDrop = true;

    public void Linger() => WantsLinger = true;

    public void Write(ReadOnlySpan<byte> octets) => written.Write(octets);

    /// <summary>A whole frame. A fixed key will do: nothing here is secret.</summary>
    /// <param name="first">The first octet: FIN, the reserved bits and the opcode.</param>
    public void Frame(byte first, ReadOnlySpan<byte> payload, bool masked, bool longLength = false)
    {
        Span<byte> header = stackalloc byte[14];
        header[0] = first;
        int length = 2;
        header[1] = payload.Length switch { _ when longLength => 127, < 126 => (byte)payload.Length, < 65536 => 126, _ => 127 };
        if (header[1] == 126)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload.Length);
            length = 4;
        }
        else if (header[1] == 127)
        {
            BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)payload.Length);
            length = 10;
        }

        if (masked)
        {
            header[1] |= 0x80;
            header.Slice(length, 4).Fill(0x5A);
            length += 4;
        }

        written.Write(header[..length]);
        if (!masked)
        {
            written.Write(payload);
            return;
        }

        Span<byte> space = written.GetSpan(payload.Length + 1);
        for (int i = 0; i < payload.Length; i++)
        {
            space[i] = (byte)(payload[i] ^ 0x5A);
        }

        written.Advance(payload.Length);
    }

    public byte[] Take()
    {
        byte[] octets = written.WrittenSpan.ToArray();
        written.ResetWrittenCount();
        return octets;
    }
}
