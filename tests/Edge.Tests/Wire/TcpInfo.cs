using System.Buffers.Binary;
using System.Net.Sockets;

namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>What the kernel knows of a connection: struct tcp_info of linux/tcp.h.</summary>
internal static class TcpInfo
{
    private const int Unacknowledged = 24; // tcpi_unacked
    private const int NotSent = 144; // tcpi_notsent_bytes
    private const int DataSegmentsIn = 152; // tcpi_data_segs_in

    /// <summary>The segments with data that came: on loopback, how often the peer has sent.</summary>
    public static uint SegmentsReceived(Socket socket) => Field(socket, DataSegmentsIn);

    /// <summary>Whether all that was sent has reached the peer's kernel.</summary>
    public static bool IsAllAcknowledged(Socket socket) => Field(socket, NotSent) == 0 && Field(socket, Unacknowledged) == 0;

    private static uint Field(Socket socket, int offset)
    {
        const int Tcp = 6;
        const int Info = 11;
        byte[] info = new byte[DataSegmentsIn + sizeof(uint)];
        Assert.Equal(info.Length, socket.GetRawSocketOption(Tcp, Info, info));
        return BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(offset));
    }
}
