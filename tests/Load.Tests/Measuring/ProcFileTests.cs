using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class ProcFileTests
{
    private const string Status = "Name:\tserver\nVmPeak:\t  900 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\nCpus_allowed:\tff\nCpus_allowed_list:\t0,2-4\n";

    [Fact]
    public void CpuSeconds_NameWithBlanksAndBrackets_ReadsUserAndSystem() =>
        Assert.Equal((1.5, 0.25), ProcFile.CpuSeconds("12 (a) b) S 1 12 12 0 -1 4194560 1 0 0 0 150 25 7 8 20 0 9 0 100 1 2"));

    [Fact]
    public void Octets_Fields_AreFound()
    {
        Assert.Equal(200 * 1024, ProcFile.Octets(Status, "VmRSS"));
        Assert.Equal(300 * 1024, ProcFile.Octets(Status, "VmHWM"));
        Assert.Equal(0, ProcFile.Octets(Status, "VmNone"));
    }

    [Fact]
    public void AllowedCores_List_IsExpanded() => Assert.Equal([0, 2, 3, 4], ProcFile.AllowedCores(Status).Order());

    [Fact]
    public void BusySeconds_SomeCores_AddsTheirWork()
    {
        const string Stat = "cpu  900 0 900 900 900 900 900 0 0 0\ncpu0 100 1 2 999 999 3 4 0 0 0\ncpu1 50 0 0 999 999 0 0 0 0 0\ncpu10 7 0 0 0 0 0 0 0 0 0\nintr 1\n";

        Assert.Equal(1.10, ProcFile.BusySeconds(Stat, new HashSet<int> { 0 }), 6);
        Assert.Equal(0.57, ProcFile.BusySeconds(Stat, new HashSet<int> { 1, 10 }), 6);
    }

    [Fact]
    public void ServerProcess_ThisOne_HasTimeMemoryAndCores()
    {
        ServerProcess process = new(Environment.ProcessId, cores: null);

        Assert.True(process.CpuSeconds().User > 0);
        Assert.InRange(process.ResidentOctets(), 1 << 20, process.PeakOctets());
        Assert.Equal(process.AllowedCores.Count, process.Cores);
    }
}
