using System.Globalization;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Jitter.Tests.Running;

/// <summary>How large a run is, and what goes wrong in it.</summary>
internal sealed record JitterPlan
{
    /// <summary>The variable that makes runs shorter, for development, or longer.</summary>
    public const string SecondsVariable = "STRATUS_JITTER_SECONDS";

    // The longest life and absence of the cut plan, and a little: in a minute each client is cut six times at least.
    private static readonly TimeSpan LongestCycle = TimeSpan.FromSeconds(9.5);

    /// <summary>Clients of our own.</summary>
    public int Clients { get; init; } = 1000;

    /// <summary>Clients of the public SDK.</summary>
    public int SdkClients { get; init; } = 20;

    public int Channels { get; init; } = 20;

    public int ChannelsPerClient { get; init; } = 2;

    public int PublicationsPerSecond { get; init; } = 100;

    /// <summary>How long there are publications and cuts.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What goes wrong between the edge and its channels; null for nothing.</summary>
    public FaultPlan? Faults { get; init; }

    /// <summary>What clients may be told.</summary>
    public required CheckRules Rules { get; init; }

    /// <summary>The fewest cuts that make the run worth something.</summary>
    public int MinCuts => Clients * (int)(Duration / LongestCycle);

    /// <summary>The fewest faults of the gateway, likewise.</summary>
    public int MinFaults => Faults is null ? 0 : (int)(10 * Duration.TotalSeconds);

    /// <summary>The longest that all of it may take.</summary>
    public TimeSpan Limit => Duration + TimeSpan.FromSeconds(90);

    /// <summary>A minute, or what the variable says.</summary>
    public static TimeSpan Minute { get; } = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable(SecondsVariable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : 60);
}
