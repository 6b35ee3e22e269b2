using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="AttachResult"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class AttachResultConverter : IConverter<AttachResult, AttachResultMessage>
{
    /// <inheritdoc/>
    public AttachResult ConvertFromSurrogate(in AttachResultMessage surrogate) =>
        new(surrogate.Link, surrogate.Top, surrogate.IsContinuous);

    /// <inheritdoc/>
    public AttachResultMessage ConvertToSurrogate(in AttachResult value) =>
        new(value.Link, value.Top, value.IsContinuous);
}
