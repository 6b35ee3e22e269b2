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
        if (windowBits == 0 || plain.Length < _minCompressedOctets)
        {
            return plain;
        }

        return delivery.Frame(1 + windowBits - SmallestWindowBits) ??= Compress(plain, windowBits);
    }

    private byte[] Encode(Delivery delivery)
    {
        Interlocked.Increment(ref _encoded);
        CountOutput count = default;
        Write(ref count, delivery);
        int header = FrameEncoder.HeaderOctets(count.Octets);
        byte[] frame = GC.AllocateUninitializedArray<byte>(header + count.Octets);
        FrameEncoder.WriteTextHeader(frame, count.Octets);
        ArrayOutput output = new(frame, header);
        Write(ref output, delivery);
        return frame;
    }

    private byte[] Compress(byte[] plain, int windowBits)
    {
        Interlocked.Increment(ref _compressed);
        return FrameEncoder.CompressedText(FrameEncoder.Payload(plain), windowBits, _level);
    }

    private static void Write<TOutput>(ref TOutput output, Delivery delivery)
        where TOutput : struct, IJsonOutput
    {
        switch (delivery.Kind)
        {
            case ChannelEventKind.Published:
                PushJson.Publication(ref output, delivery.Channel, delivery.Publication!);
                break;
            case ChannelEventKind.Joined:
                PushJson.Join(ref output, delivery.Channel, delivery.Member!);
                break;
            default:
                PushJson.Leave(ref output, delivery.Channel, delivery.Member!);
                break;
        }
    }
}
