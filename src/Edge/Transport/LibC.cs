using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Stratus.Realtime.Edge.Transport;

/// <summary>The calls of Linux that the event loops are made of. Each says -1 when it failed; <see cref="Errno"/> then says why.</summary>
internal static unsafe partial class LibC
{
    /// <summary>O_NONBLOCK, as accept4 and eventfd take it.</summary>
    public const int NonBlocking = 0x800;

    /// <summary>O_CLOEXEC, likewise.</summary>
    public const int CloseOnExec = 0x80000;

    /// <summary>MSG_PEEK: what is received stays in the socket.</summary>
    public const int Peek = 0x2;

    /// <summary>MSG_DONTWAIT.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>MSG_NOSIGNAL: a peer that is gone is an error and no SIGPIPE.</summary>
    public const int NoSignal = 0x4000;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nint octets);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, nint address, nint octets, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, void* buffer, nint octets, int flags);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, void* buffer, nint octets, int flags);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int name, void* value, int octets);

    [LibraryImport(Library, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetResourceLimit(int resource, ResourceLimit* limit);

    /// <summary>struct rlimit of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public ulong Current;
        public ulong Most;
    }

    /// <summary>struct iovec: a piece of memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public void* Start;
        public nint Octets;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public nint NameOctets;
        public Piece* Pieces;
        public nint PieceCount;
        public void* Control;
        public nint ControlOctets;
        public int Flags;
    }
}
