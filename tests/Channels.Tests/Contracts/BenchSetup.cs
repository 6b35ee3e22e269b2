namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>What a gateway under test is made with; its namespaces are those of <c>SampleRules</c>.</summary>
public sealed record BenchSetup
{
    /// <summary>Of the link. The lease is longer than any time that a test lets pass, but where the lease is the subject.</summary>
    public LinkLimits Limits { get; init; } = new() { Heartbeat = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromDays(1000) };

    /// <summary>The most channels.</summary>
    public int MaxChannels { get; init; } = 1000;
}
