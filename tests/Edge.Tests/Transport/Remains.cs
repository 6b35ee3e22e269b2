using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tests.Wire;
using Stratus.Realtime.Edge.Transport;

namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>What connections leave behind.</summary>
internal static class Remains
{
    /// <summary>Waits until an edge is as it was before its first connection.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="listens">False once it is stopped.</param>
    public static async Task AssertNoneAsync(EdgeHost edge, bool listens = true)
    {
        SocketTransport transport = edge.Services.GetRequiredService<SocketTransport>();
        try
        {
            await Bounded.UntilAsync(() => Counts(edge, transport) is { } now && now == Counts(transport, listens), "nothing is left");
        }
        catch (TimeoutException)
        {
            Assert.Equal(Counts(transport, listens), Counts(edge, transport)); // says what is left
        }
    }

    // The first loop watches the listening socket, and that is all.
    private static string Counts(SocketTransport transport, bool listens) =>
        Text(0, transport.Loops.All.Select((_, i) => listens && i == 0 ? 1 : 0), 0, 0);

    private static string Counts(EdgeHost edge, SocketTransport transport) =>
        Text(transport.Count, transport.Loops.All.Select(static loop => loop.Count), edge.Connections.Count, edge.Budget.TakenOctets);

    private static string Text(int sockets, IEnumerable<int> loops, int connections, long octets) =>
        $"sockets {sockets}, loops [{string.Join(", ", loops)}], connections {connections}, octets for compression {octets}";
}
