namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>One edge with the default limits for a class of tests.</summary>
public sealed class MessagingFixture : IAsyncLifetime
{
    internal MessagingEdge Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Edge = await MessagingEdge.StartAsync();

    public ValueTask DisposeAsync() => Edge.DisposeAsync();
}
