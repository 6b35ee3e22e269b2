namespace Stratus.Realtime.Containers.Chat;

/// <summary>A connection that its client did not end.</summary>
/// <param name="Place">Where it was.</param>
/// <param name="CloseCode">The code of the close frame; 0 when there was none.</param>
internal readonly record struct ConnectionEnd(int Place, int CloseCode);
