using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Clients;

/// <summary>Gives messages to the session. They are unmasked into memory of the thread: the session keeps nothing of it.</summary>
internal struct ClientSink(Session session) : IConnectionSink
{
    private const int ScratchOctets = 64 << 10;

    [ThreadStatic]
    private static byte[]? _scratch;

    public readonly bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
    {
        if (octets > ScratchOctets)
        {
            payload = default;
            return false;
        }

        payload = (_scratch ??= GC.AllocateUninitializedArray<byte>(ScratchOctets)).AsSpan(0, octets);
        return true;
    }

    public readonly void Commit(MessageKind kind, int octets) => session.OnMessage(kind, _scratch.AsSpan(0, octets));

    public readonly void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => session.OnMessage(kind, payload);

    public readonly void OnPing(ReadOnlySpan<byte> payload)
    {
    }

    public readonly void OnPong(ReadOnlySpan<byte> payload)
    {
    }

    public readonly void OnClose(CloseStatus status)
    {
    }

    public readonly void OnFailed(ProtocolError error)
    {
    }
}
