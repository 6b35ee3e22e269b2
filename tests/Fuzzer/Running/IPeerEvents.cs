namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>What the peer's frames amount to.</summary>
internal interface IPeerEvents
{
    void OnMessage(ReadOnlySpan<byte> octets, bool binary);

    void OnPing(ReadOnlySpan<byte> octets);

    void OnPong(ReadOnlySpan<byte> octets);

    /// <summary>A close frame; the code is null when it carried none.</summary>
    void OnClose(int? code, ReadOnlySpan<byte> reason);

    /// <summary>The peer broke a rule; the close code that answers it, and what it was.</summary>
    void OnFault(int closeCode, string what);
}
