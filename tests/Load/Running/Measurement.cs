using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>What a run has found out. Without processor use it did not get as far as measuring.</summary>
internal sealed record Measurement(Tally Tally, TimeWindow Window, Memory Memory, CpuUse? Cpu, Opening? Opening, int Ready)
{
    public long Lost => Tally.Expected - Tally.Delivered;

    public bool IsFaulty => Lost > 0 || Tally.Faults.Any;
}
