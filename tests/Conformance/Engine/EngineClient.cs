using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Protocol;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>The engine's client role, offering permessage-deflate.</summary>
internal sealed class EngineClient(int seed) : EnginePeer
{
    private readonly Random _random = new(seed);
    private ClientHandshake? _handshake;

    /// <summary>Why the connection was not opened, if it was not.</summary>
    public HandshakeRule Refusal { get; private set; }

    public override void Start(TimeSpan now, IOctetSink output)
    {
        byte[] key = new byte[16];
        _random.NextBytes(key);
        _handshake = new ClientHandshake(key, new ClientHandshakeOptions { Host = "localhost", Target = "/", Deflate = new DeflateOffer(ClientNoContextTakeover: true, ClientMaxWindowBits: 15) });
        output.Write(_handshake.ToOctets());
    }

    protected override bool TryShake(byte[] head, IOctetSink output, out int consumed, out WebSocketConnectionOptions? options)
    {
        options = null;
        HttpHeadRead read = HttpHead.ReadResponse(head, HttpHeadLimits.Default, out HttpResponseHead? response);
        consumed = read.Consumed;
        if (read.State == HttpHeadState.NeedMore)
        {
            return false;
        }

        if (read.State == HttpHeadState.Invalid)
        {
            return Refuse(read.Rule);
        }

        switch (_handshake!.Evaluate(response!))
        {
            case ClientHandshakeResult.Opened opened:
                options = Options(WebSocketRole.Client, opened.Deflate, () => (uint)_random.NextInt64());
                return true;
            case ClientHandshakeResult.Failed failed:
                return Refuse(failed.Rule);
            default:
                throw new InvalidOperationException("A handshake opens or fails.");
        }
    }

    private bool Refuse(HandshakeRule rule)
    {
        Refusal = rule;
        Drop();
        return true;
    }
}
