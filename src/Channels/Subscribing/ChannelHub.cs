namespace Stratus.Realtime.Channels;

/// <summary>The edge's side of channels.</summary>
public sealed class ChannelHub;
