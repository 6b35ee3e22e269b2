namespace Stratus.Realtime.Channels;

/// <summary>
/// That a client is in a channel, or is not any more. Of two records about one client the one with the higher version
/// holds, so that a join that comes late does not bring back who has left.
/// </summary>
/// <param name="Info">The client; its id is the key.</param>
/// <param name="Version">Rises with everything that its session does in the channel, and with every take-over of its id.</param>
/// <param name="IsPresent">Present, or gone.</param>
public sealed record MemberRecord(ClientInfo Info, long Version, bool IsPresent);
