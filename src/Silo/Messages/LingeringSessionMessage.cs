namespace Stratus.Realtime.Silo.Messages;

/// <summary>A session whose client may come back.</summary>
[GenerateSerializer, Immutable, Alias("stratus.LingeringSession")]
internal readonly record struct LingeringSessionMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string Client,
    [property: Id(2)] int Generation,
    [property: Id(3)] byte[] ConnectionInfo);
