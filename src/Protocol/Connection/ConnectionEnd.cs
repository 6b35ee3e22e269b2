namespace Stratus.Realtime.Protocol;

/// <summary>How a connection ended: the one value that is logged, counted and handed to the application.</summary>
/// <param name="Kind">What ended it.</param>
/// <param name="Code">
/// The close code as RFC 6455 §7.1.5 sees it: the peer's, <see cref="CloseCode.NoStatus"/> for an empty close frame,
/// <see cref="CloseCode.Abnormal"/> without one; after a failure the code of that failure, which the peer was
/// told unless this end had sent its close frame before.
/// </param>
/// <param name="Reason">The reason that goes with the code; possibly empty.</param>
/// <param name="Rule">The broken rule, or <see cref="ProtocolRule.None"/>.</param>
public readonly record struct ConnectionEnd(ConnectionEndKind Kind, CloseCode Code, string Reason, ProtocolRule Rule = ProtocolRule.None)
{
    /// <summary>True when it ended by a closing handshake and not by a failure (RFC 6455 §7.1.4).</summary>
    public bool WasClean => Kind is ConnectionEndKind.PeerClosed or ConnectionEndKind.Closed;
}
