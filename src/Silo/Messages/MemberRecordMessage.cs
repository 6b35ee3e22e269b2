using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>That a client is in a channel, or not any more.</summary>
[GenerateSerializer, Immutable, Alias("stratus.MemberRecord")]
internal readonly record struct MemberRecordMessage(
    [property: Id(0)] ClientInfo Info,
    [property: Id(1)] long Version,
    [property: Id(2)] bool IsPresent);
