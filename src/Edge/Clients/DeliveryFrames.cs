using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.ClientProtocol;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol.Framing;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>
/// Makes the frame of a delivery once for all who get it: one uncompressed, and one for each window that compressing
/// clients have.
/// </summary>
internal sealed class DeliveryFrames(IOptions<ClientCompressionOptions> clients, IOptions<CompressionOptions> edge)
{
    private const int Plain = 0;
    private const int MaxRunOctets = 16 << 10;
    private static readonly Func<int, int> Header = FrameEncoder.HeaderOctets;
    private const int SmallestWindowBits = 9;

    private readonly int _minCompressedOctets = clients.Value.MinMessageOctets;
    private readonly int _level = edge.Value.Level;
    private long _encoded;
    private long _compressed;

    /// <summary>How many deliveries were encoded.</summary>
    public long EncodedCount => Volatile.Read(ref _encoded);

    /// <summary>How many frames were compressed.</summary>
    public long CompressedCount => Volatile.Read(ref _compressed);

    /// <summary>The whole frame for connections with such a window; 0 for uncompressed. Under the channel's lock.</summary>
    public byte[] Get(Delivery delivery, int windowBits)
    {
        byte[] plain = delivery.Frame(Plain) ??= Encode(delivery);
        if (windowBits == 0 || FrameEncoder.Payload(plain).Length < _minCompressedOctets)
        {
            return plain;
        }

        return delivery.Frame(1 + windowBits - SmallestWindowBits) ??= Compress(plain, windowBits);
    }

    /// <summary>The frames of deliveries that came together in one piece; null when they are too large for one. Under the channel's lock.</summary>
    public byte[]? GetRun(ReadOnlySpan<Delivery> deliveries, int windowBits)
    {
        ref DeliveryRun run = ref deliveries[0].Run(windowBits == 0 ? Plain : 1 + windowBits - SmallestWindowBits);
        if (run.Count != deliveries.Length)
        {
            run = new DeliveryRun(deliveries.Length, Join(deliveries, windowBits));
        }

        return run.Frames;
    }

    private byte[]? Join(ReadOnlySpan<Delivery> deliveries, int windowBits)
    {
        int octets = 0;
        foreach (Delivery delivery in deliveries)
        {
            octets += Get(delivery, windowBits).Length;
            if (octets > MaxRunOctets)
            {
                return null;
            }
        }

        byte[] joined = GC.AllocateUninitializedArray<byte>(octets);
        Span<byte> rest = joined;
        foreach (Delivery delivery in deliveries)
        {
            byte[] frame = Get(delivery, windowBits);
            frame.CopyTo(rest);
            rest = rest[frame.Length..];
        }

        return joined;
    }

    private byte[] Encode(Delivery delivery)
    {
        Interlocked.Increment(ref _encoded);
        byte[] frame = delivery.Kind switch
        {
            ChannelEventKind.Published => PushEncoder.Publication(delivery.Channel, delivery.Publication!, Header),
            ChannelEventKind.Joined => PushEncoder.Join(delivery.Channel, delivery.Member!, Header),
            _ => PushEncoder.Leave(delivery.Channel, delivery.Member!, Header),
        };
        FrameEncoder.WriteTextHeader(frame);
        return frame;
    }

    private byte[] Compress(byte[] plain, int windowBits)
    {
        Interlocked.Increment(ref _compressed);
        return FrameEncoder.CompressedText(FrameEncoder.Payload(plain), windowBits, _level);
    }
}
