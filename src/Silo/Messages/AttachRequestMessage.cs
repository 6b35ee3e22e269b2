using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>An edge wants a channel's events.</summary>
[GenerateSerializer, Immutable, Alias("stratus.AttachRequest")]
internal readonly record struct AttachRequestMessage(
    [property: Id(0)] long Generation,
    [property: Id(1)] Position? From,
    [property: Id(2)] MemberRecord[] Members,
    [property: Id(3)] bool IsAgain);
