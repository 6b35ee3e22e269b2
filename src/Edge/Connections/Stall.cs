using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Connections;

/// <summary>When a peer that does not read counts as stalled.</summary>
internal static class Stall
{
    // What every network can do: a large answer to a slow reader is no stall.
    private const int SlowestOctetsPerSecond = 128 << 10;

    /// <summary>The time by which the peer has to have taken so many octets.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isCloseRequested">True when a close waits behind the octets.</param>
    /// <param name="octets">How many.</param>
    /// <param name="now">The time from which a closing connection's counts.</param>
    public static TimeSpan DeadlineOf(WebSocketConnection connection, bool isCloseRequested, long octets, TimeSpan now)
    {
        // In the state Closed the engine waits for nothing any more, but what is written still has to get through.
        bool isClosing = connection.State == ConnectionState.Closed || (isCloseRequested && connection.State == ConnectionState.Open);
        return (isClosing ? now + connection.Times.CloseTimeout : connection.Deadline) + TimeSpan.FromSeconds((double)octets / SlowestOctetsPerSecond);
    }
}
