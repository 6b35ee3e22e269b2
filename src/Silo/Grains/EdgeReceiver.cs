using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Contracts;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>The far end of a link, from a silo.</summary>
internal sealed class EdgeReceiver(IEdgeObserver observer) : ILinkReceiver
{
    // A message that timed out may be written to its connection later; the batch's own memory is used again by then.
    public async ValueTask ReceiveAsync(LinkBatch batch) => await observer.ReceiveAsync(batch with { Events = [.. batch.Events] });
}
