using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>A channel's events come on a link.</summary>
[GenerateSerializer, Immutable, Alias("stratus.AttachResult")]
internal readonly record struct AttachResultMessage(
    [property: Id(0)] LinkId Link,
    [property: Id(1)] Position Top,
    [property: Id(2)] bool IsContinuous);
