namespace Stratus.Realtime.Silo.Messages;

/// <summary>Close the connections of a user.</summary>
[GenerateSerializer, Immutable, Alias("stratus.UserCommandDisconnect")]
internal readonly record struct UserCommandDisconnectMessage(
    [property: Id(0)] string User,
    [property: Id(1)] string? Client,
    [property: Id(2)] int Code,
    [property: Id(3)] string Reason);
