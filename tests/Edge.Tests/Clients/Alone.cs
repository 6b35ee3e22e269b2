namespace Stratus.Realtime.Edge.Tests.Clients;

/// <summary>Tests that measure the process and therefore run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
