using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>
/// One of a crowd: subscribes, then only looks at the numbers of the publications that come, frame by frame and without JSON.
/// Holds as little memory as a thousand of them may.
/// </summary>
internal sealed class CrowdReader(NativeClient client)
{
    private const int BufferOctets = 8192;

    private byte[] _buffer = [];
    private int _used;

    /// <summary>The number of the last publication; they come in order, each once.</summary>
    public int Last { get; private set; }

    /// <summary>Reads until the publication with this number.</summary>
    public async Task ReadAsync(int last, TimeSpan limit)
    {
        using CancellationTokenSource end = new(limit);
        Socket socket = client.Wire.Socket;
        _buffer = new byte[BufferOctets];
        while (Last < last)
        {
            int read = await socket.ReceiveAsync(_buffer.AsMemory(_used), end.Token);
            Assert.True(read != 0, $"The edge ended the connection after publication {Last}.");
            _used += read;
            TakeFrames();
        }

        _buffer = [];
    }

    private void TakeFrames()
    {
        int at = 0;
        while (TryFrame(_buffer.AsSpan(at, _used - at), out ReadOnlySpan<byte> payload, out int octets))
        {
            Take(payload);
            at += octets;
        }

        _buffer.AsSpan(at, _used - at).CopyTo(_buffer);
        _used -= at;
    }

    private static bool TryFrame(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> payload, out int octets)
    {
        payload = default;
        octets = 0;
        if (input.Length < 4)
        {
            return false;
        }

        Assert.Equal(0x81, input[0]); // one text frame, and neither a ping nor the end
        int header = input[1] == 126 ? 4 : 2;
        int length = input[1] == 126 ? BinaryPrimitives.ReadUInt16BigEndian(input[2..]) : input[1];
        octets = header + length;
        bool isWhole = input.Length >= octets;
        payload = isWhole ? input[header..octets] : default;
        return isWhole;
    }

    private void Take(ReadOnlySpan<byte> push)
    {
        int at = push.IndexOf("\"data\":\""u8);
        Assert.True(at >= 0, $"Not a publication: {Encoding.UTF8.GetString(push)}");
        int number = int.Parse(push.Slice(at + 8, 7), NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.Equal(Last + 1, number);
        Last = number;
    }
}
