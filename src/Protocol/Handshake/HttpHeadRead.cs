namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>The outcome of reading a head.</summary>
/// <param name="State">How far it came.</param>
/// <param name="Consumed">The octets of the head with its empty line when done; 0 otherwise.</param>
/// <param name="Rule">The rule that an invalid head breaks; None otherwise.</param>
public readonly record struct HttpHeadRead(HttpHeadState State, int Consumed, HandshakeRule Rule)
{
    internal static HttpHeadRead NeedMore => new(HttpHeadState.NeedMore, 0, HandshakeRule.None);

    internal static HttpHeadRead Done(int consumed) => new(HttpHeadState.Done, consumed, HandshakeRule.None);

    internal static HttpHeadRead Invalid(HandshakeRule rule) => new(HttpHeadState.Invalid, 0, rule);
}
