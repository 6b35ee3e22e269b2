namespace Stratus.Realtime.Channels;

/// <summary>A link: one incarnation of an edge and one of a place where channels live. A restart makes another link.</summary>
/// <param name="Edge">The edge's incarnation.</param>
/// <param name="Host">The incarnation of where the channels live.</param>
public readonly record struct LinkId(string Edge, string Host);
