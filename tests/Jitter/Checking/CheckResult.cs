namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>What a run has shown.</summary>
internal sealed class CheckResult
{
    private readonly List<Breach> _breaches = [];

    public IReadOnlyList<Breach> Breaches => _breaches;

    /// <summary>Publications that clients saw.</summary>
    public long Deliveries { get; set; }

    /// <summary>Replies with <c>recovered: true</c>.</summary>
    public int Recoveries { get; set; }

    /// <summary>Those with publications.</summary>
    public int CarryingRecoveries { get; set; }

    /// <summary>Replies with <c>recovered: false</c>.</summary>
    public int NotRecovered { get; set; }

    /// <summary>Subscriptions that ended with 2500.</summary>
    public int PositionsLost { get; set; }

    /// <summary>Different streams seen: channels, and once more each time that one forgot.</summary>
    public int Epochs { get; set; }

    public void Add(BreachKind kind, string text) => _breaches.Add(new Breach(kind, text));
}
