using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>A member, or one that has left.</summary>
[GenerateSerializer, Immutable, Alias("stratus.KeptMember")]
internal readonly record struct KeptMemberMessage(
    [property: Id(0)] MemberRecord Record,
    [property: Id(1)] string Edge,
    [property: Id(2)] TimeSpan Age);
