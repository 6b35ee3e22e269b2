namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>A connection to the peer, once it is there: octets both ways, and the ways to end it.</summary>
internal interface IConnection : IAsyncDisposable
{
    Stream Stream { get; }

    /// <summary>Sends nothing more: TCP FIN, or END_STREAM.</summary>
    void HalfClose();
}
