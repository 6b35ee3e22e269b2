using System.Text;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Testee;

/// <summary>Keeps the messages that a fuzzer tells something with, instead of echoing them.</summary>
internal readonly struct TextSink(List<string> messages) : IConnectionSink
{
    public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
    {
        payload = default;
        return false;
    }

    public void Commit(MessageKind kind, int octets)
    {
    }

    public void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => messages.Add(Encoding.UTF8.GetString(payload));

    public void OnPing(ReadOnlySpan<byte> payload)
    {
    }

    public void OnPong(ReadOnlySpan<byte> payload)
    {
    }

    public void OnClose(CloseStatus status)
    {
    }

    public void OnFailed(ProtocolError error)
    {
    }
}
