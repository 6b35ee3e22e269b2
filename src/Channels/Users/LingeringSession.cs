namespace Stratus.Realtime.Channels;

/// <summary>A session whose connection was lost and whose client may come back in a moment.</summary>
/// <param name="User">The user's id; never empty: anonymous clients have no grace.</param>
/// <param name="Client">The client's id, to be taken over.</param>
/// <param name="Generation">How often the id was taken over; the next session has one more.</param>
/// <param name="ConnectionInfo">What the token said of the user; only a token that says the same takes over.</param>
public sealed record LingeringSession(string User, string Client, int Generation, ReadOnlyMemory<byte> ConnectionInfo);
