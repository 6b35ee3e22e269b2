namespace Stratus.Realtime.Protocol;

/// <summary>Close status codes (RFC 6455 §7.4.1 and IANA's registry); applications use 3000 to 4999.</summary>
public enum CloseCode : ushort
{
    /// <summary>No code: the value of an enum that was never set.</summary>
    Unset = 0,

    /// <summary>The purpose of the connection is fulfilled.</summary>
    Normal = 1000,

    /// <summary>A server goes down, or a browser leaves the page.</summary>
    GoingAway = 1001,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError = 1002,

    /// <summary>A type of message that this end does not accept.</summary>
    UnsupportedData = 1003,

    /// <summary>The close frame had no code. Never on the wire.</summary>
    NoStatus = 1005,

    /// <summary>TCP ended without a close frame. Never on the wire.</summary>
    Abnormal = 1006,

    /// <summary>The data does not fit the type of the message, such as text that is not UTF-8.</summary>
    InvalidPayload = 1007,

    /// <summary>A policy was broken and no other code fits.</summary>
    PolicyViolation = 1008,

    /// <summary>The message is too big.</summary>
    MessageTooBig = 1009,

    /// <summary>The client needs an extension that the server did not accept.</summary>
    MandatoryExtension = 1010,

    /// <summary>This end met a condition that it did not expect.</summary>
    InternalError = 1011,

    /// <summary>The service restarts.</summary>
    ServiceRestart = 1012,

    /// <summary>The service is overloaded.</summary>
    TryAgainLater = 1013,

    /// <summary>A gateway got a bad answer.</summary>
    BadGateway = 1014,

    /// <summary>The TLS handshake failed. Never on the wire.</summary>
    TlsHandshake = 1015,
}
