namespace Stratus.Realtime.Silo.Messages;

/// <summary>Unsubscribe a user.</summary>
[GenerateSerializer, Immutable, Alias("stratus.UserCommandUnsubscribe")]
internal readonly record struct UserCommandUnsubscribeMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string? Client,
    [property: Id(2)] string Channel);
