namespace Stratus.Realtime.Channels;

/// <summary>A publication, or the coming or going of a member, on its way to all subscribers of a channel on this edge.</summary>
public sealed class Delivery
{
    /// <summary>How many kinds of encoded frames there may be.</summary>
    public const int FrameKinds = 10;

    private readonly byte[]?[] _frames = new byte[]?[FrameKinds];
    private DeliveryRun[]? _runs;

    internal Delivery(in ChannelEvent item)
    {
        Kind = item.Kind;
        Channel = item.Channel;
        Publication = item.Publication;
        Member = item.Member;
    }

    /// <summary>What it is: published, joined or left.</summary>
    public ChannelEventKind Kind { get; }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>What was published; null for a member's coming or going.</summary>
    public Publication? Publication { get; }

    /// <summary>Who came or went; null for a publication.</summary>
    public ClientInfo? Member { get; }

    /// <summary>The offset; 0 for what has none.</summary>
    public long Offset => Publication?.Offset ?? 0;

    /// <summary>
    /// What is sent, encoded once for all who get it in that form (client protocol and compression). Only under the
    /// channel's lock.
    /// </summary>
    public ref byte[]? Frame(int kind) => ref _frames[kind];

    /// <summary>
    /// What is sent when this and those behind it came together: their frames, joined once for all who get them in that form.
    /// Only under the channel's lock.
    /// </summary>
    public ref DeliveryRun Run(int kind) => ref (_runs ??= new DeliveryRun[FrameKinds])[kind];
}
