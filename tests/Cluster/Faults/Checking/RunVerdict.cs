using Stratus.Realtime.Jitter.Tests.Checking;

namespace Stratus.Realtime.Cluster.Faults.Checking;

/// <summary>What the checker says of a run.</summary>
/// <param name="Lasting">Channels whose stream survives everything.</param>
/// <param name="Forgetful">Channels that may lose theirs.</param>
/// <param name="Returns">Members that were told to have left, and then to have come with the same client id.</param>
/// <param name="Missed">Members that were told to have left while they were there: a lease had ended.</param>
/// <param name="Breaches">All that must not be.</param>
internal sealed record RunVerdict(CheckResult Lasting, CheckResult Forgetful, int Returns, int Missed, IReadOnlyCollection<Breach> Breaches)
{
    private const int MaxNamed = 20;

    /// <summary>How often something was lost, doubled and so on, and the first of each kind by name; empty when nothing was.</summary>
    public string Troubles => string.Join('\n',
    [
        .. Breaches.GroupBy(static b => b.Kind).Select(static kind => $"{kind.Key}: {kind.Count()} times"),
        .. Breaches.GroupBy(static b => b.Kind).SelectMany(static kind => kind.Take(MaxNamed)).Select(static b => "  " + b),
    ]);

    public int Count(BreachKind kind) => Breaches.Count(breach => breach.Kind == kind);
}
