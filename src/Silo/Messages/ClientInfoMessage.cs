namespace Stratus.Realtime.Silo.Messages;

/// <summary>A client, as others see it.</summary>
[GenerateSerializer, Immutable, Alias("stratus.ClientInfo")]
internal readonly record struct ClientInfoMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string Client,
    [property: Id(2)] byte[] ConnectionInfo,
    [property: Id(3)] byte[] ChannelInfo);
