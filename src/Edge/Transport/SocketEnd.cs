namespace Stratus.Realtime.Edge.Transport;

/// <summary>The ends of a socket's life.</summary>
internal static unsafe class SocketEnd
{
    private const int SocketLevel = 1;
    private const int LingerOption = 13;
    private const int SendingSide = 1;

    /// <summary>Closes it.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="isReset">True to drop what has not been sent, and tell the peer by a reset.</param>
    public static void Close(int descriptor, bool isReset)
    {
        if (isReset)
        {
            long onAndZeroSeconds = 1; // struct linger: two ints
            _ = LibC.SetSocketOption(descriptor, SocketLevel, LingerOption, &onAndZeroSeconds, sizeof(long));
        }

        _ = LibC.Close(descriptor);
    }

    /// <summary>Sends no more: the peer finds the end behind all that was sent.</summary>
    public static void EndSending(int descriptor) => _ = LibC.Shutdown(descriptor, SendingSide);
}
