namespace Stratus.Realtime.Channels.Tests.Hosting;

/// <summary>A host of a <see cref="NodeCluster"/>, and the wire from it to edges.</summary>
internal sealed class NodePlace(ChannelNode node)
{
    public ChannelNode Node => node;

    /// <summary>True when the host was killed: nothing comes from it any more.</summary>
    public bool IsDead { get; private set; }

    /// <summary>True to let no batch through to edges; they are sent again, until the lease ends.</summary>
    public bool IsMuted { get; set; }

    public void Kill()
    {
        IsDead = true;
        node.Dispose();
    }

    /// <summary>An edge as the links of this host reach it.</summary>
    public ILinkReceiver Wire(ILinkReceiver receiver) => new Receiver(this, receiver);

    private sealed class Receiver(NodePlace place, ILinkReceiver receiver) : ILinkReceiver
    {
        public async ValueTask ReceiveAsync(LinkBatch batch)
        {
            if (place.IsMuted)
            {
                throw new GatewayUnavailableException("The test wants it so.");
            }

            if (!place.IsDead)
            {
                await receiver.ReceiveAsync(batch);
            }

            if (place.IsDead)
            {
                await new TaskCompletionSource().Task; // the dead hear no answer
            }
        }
    }
}
