namespace Stratus.Realtime.Channels;

/// <summary>An edge, as links see it.</summary>
public interface ILinkReceiver
{
    /// <summary>Takes a batch. Completion acknowledges it; an exception means that it will be sent again with the same number.</summary>
    ValueTask ReceiveAsync(LinkBatch batch);
}
