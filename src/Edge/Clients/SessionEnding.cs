namespace Stratus.Realtime.Edge.Clients;

/// <summary>How a session, or a subscription, ended: whether its client is expected back in a moment.</summary>
internal enum SessionEnding
{
    /// <summary>On purpose: whoever was present has left.</summary>
    Clean,

    /// <summary>By accident, or by the server in a way that the client comes back from: it stays present for the grace time.</summary>
    Lost,
}
