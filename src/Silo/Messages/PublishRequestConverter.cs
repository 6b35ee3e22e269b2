using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="PublishRequest"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class PublishRequestConverter : IConverter<PublishRequest, PublishRequestMessage>
{
    /// <inheritdoc/>
    public PublishRequest ConvertFromSurrogate(in PublishRequestMessage surrogate) =>
        new(surrogate.Data)
        {
            Info = surrogate.Info,
            Tags = surrogate.Tags,
            IdempotencyKey = surrogate.IdempotencyKey,
            SkipHistory = surrogate.SkipHistory,
            TraceParent = surrogate.TraceParent,
        };

    /// <inheritdoc/>
    public PublishRequestMessage ConvertToSurrogate(in PublishRequest value) =>
        new(Octets.Of(value.Data), value.Info, Tags.Of(value.Tags), value.IdempotencyKey, value.SkipHistory, value.TraceParent);
}
