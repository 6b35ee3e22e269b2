namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>
/// Tests that count allocations, or listen to the shared array pool: its events, once listened to, are allocations on every
/// thread that rents. One after the other, therefore.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ArrayPoolUse
{
    public const string Name = "Array pool";
}
