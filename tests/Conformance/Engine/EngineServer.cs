using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>The engine's server role, the way the edge's echo route uses it.</summary>
internal sealed class EngineServer : EnginePeer
{
    private static readonly ServerHandshakeOptions Handshake = new() { Deflate = new DeflatePolicy() };

    public override void Start(TimeSpan now, IOctetSink output)
    {
    }

    protected override bool TryShake(byte[] head, IOctetSink output, out int consumed, out WebSocketConnectionOptions? options)
    {
        options = null;
        HttpHeadRead read = HttpHead.ReadRequest(head, HttpHeadLimits.Default, out HandshakeRequest? request);
        consumed = read.Consumed;
        if (read.State == HttpHeadState.NeedMore)
        {
            return false;
        }

        HandshakeResult result = read.State == HttpHeadState.Invalid
            ? HandshakeResult.Refuse(read.Rule)
            : Route(request!);
        output.Write(HandshakeResponse.ToOctets(result));
        if (result is not HandshakeResult.Accepted accepted)
        {
            Drop();
            return true;
        }

        options = Options(WebSocketRole.Server, accepted.Deflate);
        return true;
    }

    // Only "/" is served, whatever the query and in whichever form the target comes (RFC 9112 §3.2).
    private static HandshakeResult Route(HandshakeRequest request) =>
        Uri.TryCreate(new Uri("http://localhost"), request.Target, out Uri? target) && target.AbsolutePath == "/"
            ? ServerHandshake.Evaluate(request, Handshake)
            : HandshakeResult.Refuse(HandshakeRule.RouteUnknown, request.Version);
}
