namespace Stratus.Realtime.Channels.Tests.Simulation;

/// <summary>How a <see cref="LyingGateway"/> deceives.</summary>
public enum Lie
{
    /// <summary>A publication is left out, and what follows takes its offset.</summary>
    LeavesOut,

    /// <summary>A publication comes twice, at two offsets; what follows moves up.</summary>
    Doubles,

    /// <summary>Two publications change places.</summary>
    Swaps,

    /// <summary>History leaves out the oldest of what was asked for, and says that nothing is missing.</summary>
    HidesInHistory,

    /// <summary>A member's coming is told twice.</summary>
    DoublesJoins,

    /// <summary>A retried batch is appended again.</summary>
    ForgetsNumbers,
}
