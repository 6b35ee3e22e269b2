namespace Stratus.Realtime.Silo.Messages;

/// <summary>Set another end for a user's connections.</summary>
[GenerateSerializer, Immutable, Alias("stratus.UserCommandRefresh")]
internal readonly record struct UserCommandRefreshMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string? Client,
    [property: Id(2)] long ExpireAt,
    [property: Id(3)] bool Expired);
