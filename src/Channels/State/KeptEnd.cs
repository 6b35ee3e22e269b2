namespace Stratus.Realtime.Channels;

/// <summary>The end of an edge's attachment.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="Generation">Of the attachment that ended.</param>
/// <param name="Age">How long ago.</param>
public sealed record KeptEnd(string Edge, long Generation, TimeSpan Age);
