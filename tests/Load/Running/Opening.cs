using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Running;

/// <summary>How the connections were made that were not the first ones: how many, in which time, and who was busy with it.</summary>
internal sealed record Opening(int Connections, CpuUse Cpu)
{
    public double PerSecond => Connections / Cpu.Seconds;

    /// <summary>The server's processor time for each of them.</summary>
    public double ServerMicroseconds => (Cpu.ServerUserPerSecond + Cpu.ServerSystemPerSecond) * 1e6 / PerSecond;
}
