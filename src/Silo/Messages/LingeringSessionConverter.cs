using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Messages;

/// <summary><see cref="LingeringSession"/> on its way between processes.</summary>
[RegisterConverter]
internal sealed class LingeringSessionConverter : IConverter<LingeringSession, LingeringSessionMessage>
{
    /// <inheritdoc/>
    public LingeringSession ConvertFromSurrogate(in LingeringSessionMessage surrogate) =>
        new(surrogate.User, surrogate.Client, surrogate.Generation, surrogate.ConnectionInfo);

    /// <inheritdoc/>
    public LingeringSessionMessage ConvertToSurrogate(in LingeringSession value) =>
        new(value.User, value.Client, value.Generation, Octets.Of(value.ConnectionInfo));
}
