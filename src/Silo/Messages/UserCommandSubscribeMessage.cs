namespace Stratus.Realtime.Silo.Messages;

/// <summary>Subscribe a user.</summary>
[GenerateSerializer, Immutable, Alias("stratus.UserCommandSubscribe")]
internal readonly record struct UserCommandSubscribeMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string? Client,
    [property: Id(2)] string Channel,
    [property: Id(3)] byte[] ChannelInfo,
    [property: Id(4)] long ExpireAt);
