using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Makes the pushes that many clients share, once: each an array of exactly its size, behind as many zeros as the caller
/// wants for a frame's header. Counted first and then written, so that there is one allocation and one copy.
/// </summary>
internal static class PushEncoder
{
    public static byte[] Publication(string channel, Publication publication, int headerRoom = 0)
    {
        CountOutput count = default;
        PushJson.Publication(ref count, channel, publication);
        ArrayOutput output = new(Allocate(headerRoom, count, out byte[] octets), headerRoom);
        PushJson.Publication(ref output, channel, publication);
        return octets;
    }

    public static byte[] Join(string channel, ClientInfo info, int headerRoom = 0)
    {
        CountOutput count = default;
        PushJson.Join(ref count, channel, info);
        ArrayOutput output = new(Allocate(headerRoom, count, out byte[] octets), headerRoom);
        PushJson.Join(ref output, channel, info);
        return octets;
    }

    public static byte[] Leave(string channel, ClientInfo info, int headerRoom = 0)
    {
        CountOutput count = default;
        PushJson.Leave(ref count, channel, info);
        ArrayOutput output = new(Allocate(headerRoom, count, out byte[] octets), headerRoom);
        PushJson.Leave(ref output, channel, info);
        return octets;
    }

    // Not zeroed, but for the room.
    private static byte[] Allocate(int headerRoom, CountOutput count, out byte[] octets)
    {
        octets = GC.AllocateUninitializedArray<byte>(headerRoom + count.Octets);
        octets.AsSpan(0, headerRoom).Clear();
        return octets;
    }
}
