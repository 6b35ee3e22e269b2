namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>How far the reading of a head came.</summary>
public enum HttpHeadState
{
    /// <summary>The head is not complete: read again from its first octet when there are more.</summary>
    NeedMore,

    /// <summary>The head is complete.</summary>
    Done,

    /// <summary>The head breaks a rule; more octets will not mend it.</summary>
    Invalid,
}
