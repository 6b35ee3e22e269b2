namespace Stratus.Realtime.Channels;

/// <summary>A member, or one that has left.</summary>
/// <param name="Record">What is known.</param>
/// <param name="Edge">Through which edge.</param>
/// <param name="Age">For how long.</param>
public sealed record KeptMember(MemberRecord Record, string Edge, TimeSpan Age);
