using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Checking;

/// <summary>Everything that a run left behind to be judged.</summary>
/// <param name="Journals">What clients were told: one a client and channel.</param>
/// <param name="Sent">What publishers sent and were answered, by number.</param>
/// <param name="Tops">Where channels are at the end.</param>
/// <param name="Members">Who came and went, as clients were told.</param>
/// <param name="Presence">Who is there at the end.</param>
/// <param name="MayForget">Which channels may have lost their stream.</param>
internal sealed record RunHistory(
    IReadOnlyCollection<Journal> Journals,
    IReadOnlyDictionary<int, Sent> Sent,
    IReadOnlyDictionary<string, StreamPosition> Tops,
    MemberLog Members,
    IReadOnlyCollection<PresenceSight> Presence,
    Func<string, bool> MayForget);
