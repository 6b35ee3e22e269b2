namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>What this process has open of what the event loops open.</summary>
internal static class SocketDescriptors
{
    /// <summary>How many sockets, epolls and eventfds there are.</summary>
    public static int Count => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(static path => IsCounted(new FileInfo(path)));

    /// <summary>The count once what other tests have dropped is closed: it only falls by what is not ours.</summary>
    public static int Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Count;
    }

    private static bool IsCounted(FileInfo descriptor)
    {
        try
        {
            return descriptor.LinkTarget is { } target
                && (target.StartsWith("socket:", StringComparison.Ordinal) || target is "anon_inode:[eventpoll]" or "anon_inode:[eventfd]");
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    }
}
