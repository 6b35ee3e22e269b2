namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Descriptors that connections leave alone. The runtime needs two for each thread that it starts, and ends the process when
/// there are none: so accepting stops before.
/// </summary>
internal static unsafe class DescriptorReserve
{
    /// <summary>How many there are.</summary>
    public const int Count = 64;

    private const int NumberOfDescriptors = 7; // RLIMIT_NOFILE

    /// <summary>The first of them. Linux gives out the lowest number that is free: whoever gets this one is the last.</summary>
    public static long First
    {
        get
        {
            LibC.ResourceLimit limit;
            return LibC.GetResourceLimit(NumberOfDescriptors, &limit) < 0 ? int.MaxValue : (long)Math.Min(limit.Current, int.MaxValue) - Count;
        }
    }

    /// <summary>True while a connection would get a lower one.</summary>
    public static bool IsWhole
    {
        get
        {
            int probe = LibC.CreateEvent(0, LibC.CloseOnExec);
            if (probe < 0)
            {
                return false;
            }

            _ = LibC.Close(probe);
            return probe < First;
        }
    }
}
