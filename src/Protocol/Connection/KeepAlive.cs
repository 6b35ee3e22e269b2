namespace Stratus.Realtime.Protocol.Connection;

/// <summary>
/// The keep-alive of an open connection: after a silence a ping, after more silence the end. Any octet counts as a sign
/// of life, since a peer in the middle of a large frame cannot answer (RFC 6455 §5.4).
/// </summary>
internal struct KeepAlive(TimeSpan now)
{
    private TimeSpan _heard = now;
    private bool _pinged;

    public void Heard(TimeSpan now)
    {
        _heard = now;
        _pinged = false;
    }

    /// <summary>When the next step is due.</summary>
    public readonly TimeSpan Deadline(WebSocketTimes times) =>
        _pinged ? _heard + times.PongTimeout : _heard + times.PingInterval;

    /// <summary>The deadline has come: true to send a ping, false to give up.</summary>
    public bool TryPing(TimeSpan now)
    {
        if (_pinged)
        {
            return false;
        }

        _heard = now; // the pong's time begins now
        _pinged = true;
        return true;
    }
}
