namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What a command asks for. Its wire name and fields are a row of <see cref="CommandTable"/>.</summary>
internal enum CommandMethod
{
    Connect,
    Subscribe,
    Unsubscribe,
    Publish,
    Presence,
    PresenceStats,
    History,
    Send,
    Rpc,
    Refresh,
    SubRefresh,
}
