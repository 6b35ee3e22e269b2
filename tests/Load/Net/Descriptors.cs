namespace Stratus.Realtime.Load.Net;

/// <summary>How many descriptors this process may hold.</summary>
internal static class Descriptors
{
    private const int OpenFiles = 7;

    // The runtime's own files, the loops' epolls and bells.
    private const int Others = 200;

    /// <summary>How many connections are possible, after the limit has been raised as far as that goes.</summary>
    public static int MaxConnections()
    {
        if (Native.GetLimit(OpenFiles, out ResourceLimit limit) < 0)
        {
            throw new NetworkException("getrlimit", Errno.Last);
        }

        if (limit.Soft < limit.Hard)
        {
            ResourceLimit raised = limit with { Soft = limit.Hard };
            limit = Native.SetLimit(OpenFiles, in raised) == 0 ? raised : limit;
        }

        return (int)Math.Clamp((long)Math.Min(limit.Soft, int.MaxValue) - Others, 0, int.MaxValue);
    }
}
