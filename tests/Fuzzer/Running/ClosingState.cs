namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>How a connection ended: the flags of the report, said from the fuzzer's side.</summary>
internal sealed class ClosingState
{
    public bool ClosedByMe { get; set; }
    public bool FailedByMe { get; set; }
    public bool DroppedByMe { get; set; }
    public bool SentClose { get; set; }

    /// <summary>A valid close frame of the peer.</summary>
    public bool ReceivedClose { get; set; }

    /// <summary>Any close frame of the peer.</summary>
    public bool SawClose { get; set; }
    public bool WasServerConnectionDropTimeout { get; set; }
    public bool WasOpenHandshakeTimeout { get; set; }
    public bool WasCloseHandshakeTimeout { get; set; }
    public string? WasNotCleanReason { get; set; }
    public int? LocalCloseCode { get; set; }
    public string? LocalCloseReason { get; set; }
    public int? RemoteCloseCode { get; set; }
    public string? RemoteCloseReason { get; set; }

    /// <summary>Why the fuzzer failed the connection, or refused to open it.</summary>
    public string? PeerFault { get; set; }

    public bool IsHandshakeDone => SentClose && ReceivedClose;

    // RFC 6455 §7.1.1: the server drops TCP. As server that is the fuzzer, and right; as client it is not.
    public bool WasClean(bool fuzzerIsServer) => IsHandshakeDone && (fuzzerIsServer || !DroppedByMe);
}
