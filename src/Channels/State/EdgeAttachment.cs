namespace Stratus.Realtime.Channels;

/// <summary>An edge that gets a channel's events.</summary>
/// <param name="Generation">Of its last attachment.</param>
/// <param name="Subscribers">How many of its sessions are subscribed, as it last said.</param>
internal readonly record struct EdgeAttachment(long Generation, int Subscribers);
