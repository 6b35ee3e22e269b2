using Stratus.Realtime.Load.Measuring;

namespace Stratus.Realtime.Load.Tests.Measuring;

public sealed class DiagnosticPortTests
{
    [Fact]
    public void TryCollect_ThisProcess_HasCollectedWhenItReturns()
    {
        int before = GC.CollectionCount(GC.MaxGeneration);

        Assert.True(DiagnosticPort.TryCollect(Environment.ProcessId));
        Assert.True(GC.CollectionCount(GC.MaxGeneration) > before);
    }

    [Fact]
    public void TryCollect_NoSuchProcess_IsFalse() => Assert.False(DiagnosticPort.TryCollect(int.MaxValue));
}
