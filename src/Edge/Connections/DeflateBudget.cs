using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>The memory that compression contexts may take over all connections; spent, the extension is
/// declined. Handshakes that run at the same time may overshoot by a connection each; contexts that are borrowed from a
/// thread while a message is open are not booked.</summary>
internal sealed class DeflateBudget(IOptions<CompressionOptions> options)
{
    private long _taken;

    /// <summary>What the contexts of all connections take, in octets.</summary>
    public long TakenOctets => Interlocked.Read(ref _taken);

    /// <summary>True while another connection may compress.</summary>
    public bool HasRoom => options.Value.Enabled && WebSocketConnection.IsDeflateAvailable && TakenOctets < options.Value.BudgetOctets;

    /// <summary>Books what a connection will hold between messages; to be given back.</summary>
    public long Take(DeflateParameters? agreed)
    {
        long octets = agreed is { } parameters ? WebSocketConnection.DeflateMemoryOctets(WebSocketRole.Server, parameters) : 0;
        Interlocked.Add(ref _taken, octets);
        return octets;
    }

    public void GiveBack(long octets) => Interlocked.Add(ref _taken, -octets);
}
