namespace Stratus.Realtime.BareLoop.CommandLine;

/// <summary>How octets get from the kernel to the server and back.</summary>
internal enum Road
{
    /// <summary>epoll, recv and send, called directly.</summary>
    Epoll,

    /// <summary>System.Net.Sockets: a read without a buffer to wait, then calls that do not block.</summary>
    Sockets,
}
