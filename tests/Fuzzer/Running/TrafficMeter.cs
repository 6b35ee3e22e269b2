using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Puts the counts of a run together, up to the moment that they are asked for.</summary>
internal sealed class TrafficMeter(WireLog log, Inbound inbound, FrameSender sender, int octetsBehindHandshake)
{
    private readonly long preopenRx = log.RxOctetTotal - octetsBehindHandshake;
    private readonly long preopenTx = log.TxOctetTotal;

    public TrafficStats Read() => new()
    {
        IncomingOctetsWireLevel = log.RxOctetTotal - preopenRx,
        IncomingOctetsWebSocketLevel = log.RxPayloadTotal,
        IncomingOctetsAppLevel = inbound.InflatedOctets,
        IncomingWebSocketFrames = log.RxFrames.Values.Sum(),
        IncomingWebSocketMessages = inbound.Messages,
        OutgoingOctetsWireLevel = log.TxOctetTotal - preopenTx,
        OutgoingOctetsWebSocketLevel = log.TxPayloadTotal,
        OutgoingOctetsAppLevel = sender.AppOctets,
        OutgoingWebSocketFrames = log.TxFrames.Values.Sum(),
        OutgoingWebSocketMessages = sender.Messages,
        PreopenIncomingOctetsWireLevel = preopenRx,
        PreopenOutgoingOctetsWireLevel = preopenTx,
    };
}
