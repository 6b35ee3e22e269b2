namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>Writes what the engine tells into the trace of its run.</summary>
internal struct WireSink(WireRun run, bool reserves) : IConnectionSink
{
    private byte[]? _reserved;

    public bool TryReserve(MessageKind kind, int octets, out Span<byte> payload)
    {
        _reserved = reserves ? new byte[octets] : null;
        payload = _reserved;
        return reserves;
    }

    public readonly void Commit(MessageKind kind, int octets)
    {
        Assert.Equal(_reserved!.Length, octets);
        run.Event(WireText.Message(kind, _reserved));
    }

    public readonly void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload) => run.Event(WireText.Message(kind, payload));

    public readonly void OnPing(ReadOnlySpan<byte> payload) => run.Event("ping " + WireText.Quoted(payload));

    public readonly void OnPong(ReadOnlySpan<byte> payload) => run.Event("pong " + WireText.Quoted(payload));

    public readonly void OnClose(CloseStatus status) => run.Event($"close {(int)status.Code} \"{status.Reason}\"");

    public readonly void OnFailed(ProtocolError error) => run.Event($"failed {error.Rule}");
}
