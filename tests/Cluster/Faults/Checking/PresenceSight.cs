namespace Stratus.Realtime.Cluster.Faults.Checking;

/// <summary>Who is in a channel at the end.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Where">Whom the API asked: an edge.</param>
/// <param name="There">The client ids of those who are there.</param>
/// <param name="Shown">Those that the API shows.</param>
internal sealed record PresenceSight(string Channel, string Where, IReadOnlySet<string> There, IReadOnlySet<string> Shown)
{
    /// <summary>True when that is the same.</summary>
    public bool IsTrue => There.SetEquals(Shown);
}
