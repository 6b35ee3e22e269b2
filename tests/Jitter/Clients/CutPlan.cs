namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>When and how one client's connections are cut, by its seed.</summary>
internal sealed class CutPlan(int seed)
{
    private static readonly CutKind[] Kinds = [CutKind.Reset, CutKind.Finish, CutKind.ResetInFrame, CutKind.FinishInFrame, CutKind.Silence];

    private readonly Random _random = new(seed);

    /// <summary>How long a connection lives.</summary>
    public TimeSpan NextLife() => Between(1.5, 8.5);

    /// <summary>How long the client then stays away.</summary>
    public TimeSpan NextAbsence() => Between(0.1, 0.9);

    /// <summary>How long a silent socket stays open; the edge gives it up in about the middle of this.</summary>
    public TimeSpan NextSilence() => Between(1, 14);

    public CutKind NextKind() => Kinds[_random.Next(Kinds.Length)];

    public double NextShare() => _random.NextDouble();

    public bool NextFlip() => _random.Next(2) == 0;

    public int NextSeed() => _random.Next();

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + ((most - least) * _random.NextDouble()));
}
