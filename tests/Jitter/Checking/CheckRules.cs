namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What clients may be told.</summary>
/// <param name="MayLosePosition">Subscriptions may end with 2500; what follows then recovers, or not.</param>
/// <param name="MayForget">Channels may lose their memory: <c>recovered: false</c> is then the truth.</param>
/// <param name="CarryingShare">The share of recoveries that must carry publications, for the run to prove something; 0: it need not.</param>
internal sealed record CheckRules(bool MayLosePosition, bool MayForget, double CarryingShare = 0.5)
{
    /// <summary>Nothing goes wrong but connections.</summary>
    public static CheckRules Plain { get; } = new(MayLosePosition: false, MayForget: false);

    /// <summary>Calls and links go wrong too, but no channel forgets.</summary>
    public static CheckRules Faulty { get; } = new(MayLosePosition: true, MayForget: false);

    /// <summary>Everything goes wrong.</summary>
    public static CheckRules Forgetful { get; } = new(MayLosePosition: true, MayForget: true);
}
