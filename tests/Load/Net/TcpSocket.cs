using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Stratus.Realtime.Load.Net;

/// <summary>A non-blocking TCP socket over IPv4, without the runtime's layers.</summary>
internal readonly struct TcpSocket
{
    private const int InterNetwork = 2;
    private const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int MaxSegment = 2;
    private const int SocketLevel = 1;
    private const int PendingError = 4;
    private const int ReceiveBuffer = 8;
    private const int IpLevel = 0;
    private const int BindAddressNoPort = 24;
    private const int NoSignal = 0x4000;
    private const int AddressOctets = 16;

    // What a reader far away has, and a small buffer: the server is to feel it, not the kernel's buffers of loopback.
    private const int FarSegmentOctets = 1400;
    private const int FarBufferOctets = 4096;

    private TcpSocket(int descriptor) => Descriptor = descriptor;

    public int Descriptor { get; }

    /// <summary>Begins to connect; writable once that is decided, <see cref="ConnectError"/> then says how.</summary>
    public static TcpSocket Connect(IPEndPoint target, IPAddress? source, bool isFar)
    {
        int descriptor = Native.Socket(InterNetwork, StreamNonBlockingCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new NetworkException("socket", Errno.Last);
        }

        TcpSocket socket = new(descriptor);
        try
        {
            socket.Set(TcpLevel, NoDelay, 1);
            if (isFar)
            {
                socket.Set(SocketLevel, ReceiveBuffer, FarBufferOctets);
                socket.Set(TcpLevel, MaxSegment, FarSegmentOctets);
            }

            if (source is not null)
            {
                // The port is chosen when the target is known: ports are then counted per pair of addresses.
                socket.Set(IpLevel, BindAddressNoPort, 1);
                Span<byte> from = stackalloc byte[AddressOctets];
                Write(new IPEndPoint(source, 0), from);
                Check("bind", Native.Bind(descriptor, in from[0], AddressOctets));
            }

            Span<byte> to = stackalloc byte[AddressOctets];
            Write(target, to);
            if (Native.Connect(descriptor, in to[0], AddressOctets) < 0 && Errno.Last != Errno.InProgress)
            {
                throw new NetworkException("connect", Errno.Last);
            }

            return socket;
        }
        catch (NetworkException)
        {
            socket.Close();
            throw;
        }
    }

    /// <summary>Why the connection could not be made; 0: it was.</summary>
    public int ConnectError()
    {
        int length = sizeof(int);
        return Native.GetSocketOption(Descriptor, SocketLevel, PendingError, out int error, ref length) < 0 ? Errno.Last : error;
    }

    /// <summary>How many octets were received; 0: the input has ended; negative: an <see cref="Errno"/>.</summary>
    public int Receive(Span<byte> buffer)
    {
        nint received = Native.Receive(Descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);
        return received >= 0 ? (int)received : -Errno.Last;
    }

    /// <summary>How many octets were taken; negative: an <see cref="Errno"/>.</summary>
    public int Send(ReadOnlySpan<byte> octets)
    {
        nint sent = Native.Send(Descriptor, in MemoryMarshal.GetReference(octets), octets.Length, NoSignal);
        return sent >= 0 ? (int)sent : -Errno.Last;
    }

    public void Close() => _ = Native.Close(Descriptor);

    private void Set(int level, int name, int value) =>
        Check("setsockopt", Native.SetSocketOption(Descriptor, level, name, in value, sizeof(int)));

    private static void Check(string call, int result)
    {
        if (result < 0)
        {
            throw new NetworkException(call, Errno.Last);
        }
    }

    private static void Write(IPEndPoint endpoint, Span<byte> address)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, InterNetwork);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)endpoint.Port);
        endpoint.Address.TryWriteBytes(address[4..], out _);
    }
}
