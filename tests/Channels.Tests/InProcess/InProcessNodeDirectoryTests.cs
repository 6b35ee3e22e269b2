namespace Stratus.Realtime.Channels.Tests.InProcess;

public sealed class InProcessNodeDirectoryTests
{
    [Fact]
    public async Task ReadAll_IsWhatThisEdgeSaysNow()
    {
        InProcessNodeDirectory directory = new();
        NodeSummary now = new("edge-1", "one", "1.2.3", TimeSpan.FromSeconds(1), 2, 3, 4);
        Assert.Empty(await directory.ReadAllAsync());

        directory.Start(() => now);
        Assert.Equal([now], await directory.ReadAllAsync());

        now = now with { Clients = 5 };
        Assert.Equal([now], await directory.ReadAllAsync());
    }
}
