using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="KeptMember"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class KeptMemberConverter : IConverter<KeptMember, KeptMemberMessage>
{
    /// <inheritdoc/>
    public KeptMember ConvertFromSurrogate(in KeptMemberMessage surrogate) =>
        new(surrogate.Record, surrogate.Edge, surrogate.Age);

    /// <inheritdoc/>
    public KeptMemberMessage ConvertToSurrogate(in KeptMember value) =>
        new(value.Record, value.Edge, value.Age);
}
