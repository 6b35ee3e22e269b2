using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Stratus.Realtime.Load.Measuring;

/// <summary>
/// The diagnostic port of a .NET process, a Unix socket that every one listens on unless it is told not to
/// (https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md).
/// </summary>
internal static class DiagnosticPort
{
    private const byte EventPipe = 2;
    private const byte CollectTracing = 2;
    private const byte ServerSays = 0xFF;
    private const byte Ok = 0;
    private const int HeaderOctets = 20;
    private const int NetTraceFormat = 1;
    private const int BufferMegabytes = 1;
    private const ulong CollectHeap = 0x80_0000;
    private const int Informational = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Lets a process collect its heap as a whole: a session that asks for the events of its heap makes the runtime begin with a
    /// full, blocking collection. It is done when this returns.
    /// </summary>
    /// <returns>False: the process has no such port, or does not do it.</returns>
    public static bool TryCollect(int process)
    {
        string[] sockets = Directory.GetFiles(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{process}-*-socket"));
        if (sockets.Length == 0)
        {
            return false;
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(sockets[0]));
            socket.Send(Request());
            Span<byte> answer = stackalloc byte[HeaderOctets];
            return ReadWhole(socket, answer) && answer[16] == ServerSays && answer[17] == Ok;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static byte[] Request()
    {
        using MemoryStream payload = new();
        Write(payload, BufferMegabytes);
        Write(payload, NetTraceFormat);
        Write(payload, 1); // one provider
        Write(payload, unchecked((uint)CollectHeap));
        Write(payload, (uint)(CollectHeap >> 32));
        Write(payload, Informational);
        WriteText(payload, "Microsoft-Windows-DotNETRuntime");
        WriteText(payload, "");

        byte[] request = new byte[HeaderOctets + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(14), (ushort)request.Length);
        request[16] = EventPipe;
        request[17] = CollectTracing;
        payload.ToArray().CopyTo(request, HeaderOctets);
        return request;
    }

    private static bool ReadWhole(Socket socket, Span<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int received = socket.Receive(octets);
            if (received == 0)
            {
                return false;
            }

            octets = octets[received..];
        }

        return true;
    }

    private static void Write(MemoryStream payload, uint value)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        payload.Write(octets);
    }

    // UTF-16 behind the number of its units, both with the zero that ends it; nothing at all is just the number.
    private static void WriteText(MemoryStream payload, string text)
    {
        Write(payload, text.Length == 0 ? 0 : (uint)text.Length + 1);
        payload.Write(text.Length == 0 ? [] : Encoding.Unicode.GetBytes(text + '\0'));
    }
}
