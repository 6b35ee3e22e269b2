using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Makes the pushes that many clients share, once: each an array of exactly its size, behind as many zeros as the caller
/// wants for a frame's header, which may depend on the size. Counted first and then written, so that there is one allocation and one copy.
/// </summary>
internal static class PushEncoder
{
    public static byte[] Publication(string channel, Publication publication, Func<int, int>? headerRoom = null)
    {
        CountOutput count = default;
        PushJson.Publication(ref count, channel, publication);
        ArrayOutput output = Allocate(count.Octets, headerRoom, out byte[] octets);
        PushJson.Publication(ref output, channel, publication);
        return octets;
    }

    public static byte[] Join(string channel, ClientInfo info, Func<int, int>? headerRoom = null)
    {
        CountOutput count = default;
        PushJson.Join(ref count, channel, info);
        ArrayOutput output = Allocate(count.Octets, headerRoom, out byte[] octets);
        PushJson.Join(ref output, channel, info);
        return octets;
    }

    public static byte[] Leave(string channel, ClientInfo info, Func<int, int>? headerRoom = null)
    {
        CountOutput count = default;
        PushJson.Leave(ref count, channel, info);
        ArrayOutput output = Allocate(count.Octets, headerRoom, out byte[] octets);
        PushJson.Leave(ref output, channel, info);
        return octets;
    }

    // Not zeroed, but for the room.
    private static ArrayOutput Allocate(int octets, Func<int, int>? headerRoom, out byte[] array)
    {
        int room = headerRoom?.Invoke(octets) ?? 0;
        array = GC.AllocateUninitializedArray<byte>(room + octets);
        array.AsSpan(0, room).Clear();
        return new ArrayOutput(array, room);
    }
}
