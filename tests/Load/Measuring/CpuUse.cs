namespace Stratus.Realtime.Load.Measuring;

/// <summary>How busy the processors were between two samples.</summary>
internal sealed record CpuUse
{
    public CpuUse(CpuSample from, CpuSample until, int serverCores, int toolCores, int cores)
    {
        double seconds = (double)(until.Time - from.Time) / Clock.Second;
        Seconds = seconds;
        double server = until.ServerUser + until.ServerSystem - from.ServerUser - from.ServerSystem;
        double tool = until.Tool - from.Tool;
        ServerUserPerSecond = (until.ServerUser - from.ServerUser) / seconds;
        ServerSystemPerSecond = (until.ServerSystem - from.ServerSystem) / seconds;
        ServerBusy = server / seconds / serverCores;
        ToolBusy = tool / seconds / toolCores;
        OthersBusy = Math.Max((until.Everyone - from.Everyone - server - tool) / seconds / cores, 0);
    }

    public double Seconds { get; }

    /// <summary>User time of the server a second.</summary>
    public double ServerUserPerSecond { get; }

    public double ServerSystemPerSecond { get; }

    /// <summary>The server's share of the processors that it may use.</summary>
    public double ServerBusy { get; }

    /// <summary>The tool's share of the processors that its loops may use.</summary>
    public double ToolBusy { get; }

    /// <summary>What other programs took of the processors of both. Far from 0, the run is worth repeating.</summary>
    public double OthersBusy { get; }
}
