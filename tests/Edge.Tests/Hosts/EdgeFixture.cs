namespace Stratus.Realtime.Edge.Tests.Hosts;

/// <summary>One edge with default options, and an admin page, for a class of tests.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    internal EdgeHost Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Edge = await EdgeHost.StartAsync("--Admin:Key=for-tests-0123456789");

    public ValueTask DisposeAsync() => Edge.DisposeAsync();
}
