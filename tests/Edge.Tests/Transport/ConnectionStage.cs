namespace Stratus.Realtime.Edge.Tests.Transport;

/// <summary>Where a connection is in its life when something happens to it. Public for theories.</summary>
public enum ConnectionStage
{
    /// <summary>Accepted, and silent.</summary>
    Silent,

    /// <summary>A part of the request's head has come.</summary>
    InTheHead,

    /// <summary>The request has come, and its answer has not been read.</summary>
    Answered,

    /// <summary>Open.</summary>
    Open,

    /// <summary>A part of a frame has come.</summary>
    InAFrame,

    /// <summary>A fragment of a message has come.</summary>
    InAMessage,

    /// <summary>The edge keeps output that the socket does not take.</summary>
    Unread,

    /// <summary>The edge has failed the connection and waits for the peer's end.</summary>
    Failed,

    /// <summary>The pool inflates what has come.</summary>
    Inflating,

    /// <summary>It asked for something else first, and is Kestrel's.</summary>
    AtKestrel,
}
