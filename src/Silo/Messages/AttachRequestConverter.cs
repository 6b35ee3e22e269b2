using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="AttachRequest"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class AttachRequestConverter : IConverter<AttachRequest, AttachRequestMessage>
{
    /// <inheritdoc/>
    public AttachRequest ConvertFromSurrogate(in AttachRequestMessage surrogate) =>
        new(surrogate.Generation, surrogate.From, surrogate.Members) { IsAgain = surrogate.IsAgain };

    /// <inheritdoc/>
    public AttachRequestMessage ConvertToSurrogate(in AttachRequest value) =>
        new(value.Generation, value.From, Arrays.Of(value.Members), value.IsAgain);
}
