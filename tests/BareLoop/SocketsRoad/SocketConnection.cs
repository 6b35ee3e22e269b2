using System.Net.Sockets;
using Stratus.Realtime.BareLoop.Wire;

namespace Stratus.Realtime.BareLoop.SocketsRoad;

/// <summary>One connection: waits without a buffer, then one receive and one send that do not block.</summary>
internal sealed class SocketConnection(Socket socket)
{
    private const int BufferOctets = 256 * 1024;

    [ThreadStatic]
    private static byte[]? t_buffer;

    private Conversation _conversation;
    private ReadOnlyMemory<byte> _unsent;
    private bool _isEnded;

    public async Task RunAsync()
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                socket.Blocking = false;
                while (!_isEnded && !(_conversation.IsOver && _unsent.IsEmpty))
                {
                    if (_unsent.IsEmpty)
                    {
                        _ = await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
                        Turn();
                    }
                    else
                    {
                        int sent = await socket.SendAsync(_unsent, SocketFlags.None);
                        _unsent = _unsent[sent..];
                    }
                }
            }
            catch (SocketException)
            {
                // The peer went without saying goodbye: nothing is left to do.
            }
        }
    }

    // Everything between receive and send happens at once on this thread, so that its buffer can be everyone's.
    private void Turn()
    {
        byte[] buffer = t_buffer ??= new byte[BufferOctets];
        int kept = _conversation.Restore(buffer);
        int received = socket.Receive(buffer.AsSpan(kept), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        _isEnded = received == 0 || error != SocketError.Success;
        int length = _isEnded ? 0 : _conversation.Turn(buffer.AsSpan(0, kept + received));
        if (length > 0)
        {
            int sent = socket.Send(buffer.AsSpan(0, length), SocketFlags.None, out error);
            _isEnded = error is not (SocketError.Success or SocketError.WouldBlock);
            _unsent = sent < length ? buffer.AsSpan(sent, length - sent).ToArray() : default(ReadOnlyMemory<byte>);
        }
    }
}
