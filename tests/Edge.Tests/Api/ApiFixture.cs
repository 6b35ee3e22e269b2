namespace Stratus.Realtime.Edge.Tests.Api;

/// <summary>One API with default limits for a class of tests.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    internal ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
