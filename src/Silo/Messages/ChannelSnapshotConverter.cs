using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="ChannelSnapshot"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class ChannelSnapshotConverter : IConverter<ChannelSnapshot, ChannelSnapshotMessage>
{
    /// <inheritdoc/>
    public ChannelSnapshot ConvertFromSurrogate(in ChannelSnapshotMessage surrogate) =>
        new(surrogate.Epoch, surrogate.Top)
        {
            History = surrogate.History,
            Batches = surrogate.Batches,
            Members = surrogate.Members,
            UseAge = surrogate.UseAge,
            Ended = surrogate.Ended ?? [],
        };

    /// <inheritdoc/>
    public ChannelSnapshotMessage ConvertToSurrogate(in ChannelSnapshot value) =>
        new(value.Epoch, value.Top, Arrays.Of(value.History), Arrays.Of(value.Batches), Arrays.Of(value.Members), value.UseAge, Arrays.Of(value.Ended));
}
