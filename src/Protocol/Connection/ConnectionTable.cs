using static Stratus.Realtime.Protocol.ConnectionState;

namespace Stratus.Realtime.Protocol.Connection;

// The life of a connection (RFC 6455 §7). Two rules make it small:
//
//  1. The first close frame that is sent decides how this end sees the ending: after it nothing but pongs is sent.
//  2. Whoever breaks a rule is told once, by a close frame with a code, and is then listened to only for its close frame.
//
// Open        Messages are delivered. The peer's close frame is echoed at once, so "close received" and "both closed"
//             are one moment. The deadline is the keep-alive: a ping first, then failure.
// CloseSent   Close() was called. Data is dropped, rules still hold, and the peer has until the deadline to answer.
// Closing     Both close frames are through. A server ends here: its transport flushes and drops TCP (§7.1.1).
//             A client waits for that, until the deadline.
// Failed      Our close frame with the code is on its way. Dropping TCP now could destroy it in flight (a reset purges
//             what the peer has not read), so input is discarded until the peer's close frame, the end of input or the linger.
// Closed      Nothing more happens.

/// <summary>The connection's life as one table: state x event -> state.</summary>
internal static class ConnectionTable
{
    private static readonly ConnectionState[,] Table =
    {
        //              CloseFrame  CloseCall   Failure  EndOfInput  Deadline
        /* Open      */ { Closing,  CloseSent,  Failed,  Closed,     Open },
        /* CloseSent */ { Closing,  CloseSent,  Failed,  Closed,     Closed },
        /* Closing   */ { Closing,  Closing,    Closing, Closed,     Closed },
        /* Failed    */ { Closed,   Failed,     Failed,  Closed,     Closed },
        /* Closed    */ { Closed,   Closed,     Closed,  Closed,     Closed },
    };

    /// <summary>The state after <paramref name="e"/> happened in <paramref name="state"/>.</summary>
    public static ConnectionState Next(ConnectionState state, ConnectionEvent e) => Table[(int)state, (int)e];
}
