namespace Stratus.Realtime.Load.Dialects;

/// <summary>What a line of a server is about, apart from publications.</summary>
public enum LineKind : byte
{
    Other,

    /// <summary>The connection may send commands now.</summary>
    Greeted,

    /// <summary>The subscription stands.</summary>
    Subscribed,

    /// <summary>To be answered at once.</summary>
    Ping,

    /// <summary>A command was refused, or the connection is being ended.</summary>
    Refused,
}
