using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="MemberRecord"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class MemberRecordConverter : IConverter<MemberRecord, MemberRecordMessage>
{
    /// <inheritdoc/>
    public MemberRecord ConvertFromSurrogate(in MemberRecordMessage surrogate) =>
        new(surrogate.Info, surrogate.Version, surrogate.IsPresent);

    /// <inheritdoc/>
    public MemberRecordMessage ConvertToSurrogate(in MemberRecord value) =>
        new(value.Info, value.Version, value.IsPresent);
}
