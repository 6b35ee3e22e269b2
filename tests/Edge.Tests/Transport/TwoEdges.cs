using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>An edge on event loops and one on Kestrel alone, which must not differ.</summary>
public sealed class TwoEdges : IAsyncLifetime
{
    internal EdgeHost Loops { get; private set; } = null!;

    internal EdgeHost Kestrel { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Loops = await StartAsync("Auto");
        Kestrel = await StartAsync("Kestrel");
    }

    public async ValueTask DisposeAsync()
    {
        await Remains.AssertNoneAsync(Loops);
        await Loops.DisposeAsync();
        await Kestrel.DisposeAsync();
    }

    private static Task<EdgeHost> StartAsync(string transport) => EdgeHost.StartAsync("--Edge:Transport=" + transport, "--Api:Keys:0=for-tests-0123456789");
}
