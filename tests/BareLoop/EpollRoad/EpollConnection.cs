using Stratus.Realtime.BareLoop.Wire;

namespace Stratus.Realtime.BareLoop.EpollRoad;

/// <summary>One connection: one recv and one send for each readiness. While a send is blocked nothing is read.</summary>
internal sealed class EpollConnection(int descriptor, Epoll epoll)
{
    private const int NoSignal = 0x4000;

    private Conversation _conversation;
    private byte[]? _unsent;

    /// <summary>Does what the descriptor is ready for; false: the connection has ended.</summary>
    public bool OnReady(byte[] buffer) => _unsent is { } unsent ? Send(unsent) : Receive(buffer);

    private bool Receive(byte[] buffer)
    {
        int kept = _conversation.Restore(buffer);
        nint received = Native.Receive(descriptor, ref buffer[kept], buffer.Length - kept, 0);
        if (received <= 0)
        {
            return received < 0 && Errno.Last is Errno.Again or Errno.Interrupted;
        }

        int length = _conversation.Turn(buffer.AsSpan(0, kept + (int)received));
        return length == 0 ? !_conversation.IsOver : Send(buffer.AsSpan(0, length));
    }

    private bool Send(ReadOnlySpan<byte> octets)
    {
        nint sent = Native.Send(descriptor, in octets[0], octets.Length, NoSignal);
        if (sent < 0 && Errno.Last is not (Errno.Again or Errno.Interrupted))
        {
            return false;
        }

        bool wasBlocked = _unsent is not null;
        _unsent = sent < octets.Length ? octets[(int)Math.Max(sent, 0)..].ToArray() : null;
        bool isBlocked = _unsent is not null;
        if (isBlocked != wasBlocked)
        {
            epoll.Change(descriptor, isBlocked ? EpollEvent.Writable : EpollEvent.Readable);
        }

        return isBlocked || !_conversation.IsOver;
    }
}
