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
