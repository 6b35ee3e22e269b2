using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary>What a channel takes along when it moves.</summary>
[GenerateSerializer, Immutable, Alias("stratus.ChannelSnapshot")]
internal readonly record struct ChannelSnapshotMessage(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Top,
    [property: Id(2)] KeptPublication[] History,
    [property: Id(3)] KeptBatch[] Batches,
    [property: Id(4)] KeptMember[] Members,
    [property: Id(5)] TimeSpan? UseAge,
    [property: Id(6)] KeptEnd[] Ended);
