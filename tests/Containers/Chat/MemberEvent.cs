using System.Diagnostics;

namespace Stratus.Realtime.Containers.Chat;

/// <summary>Somebody came to a channel or left it, as a client was told.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Client">Who.</param>
/// <param name="IsJoin">Whether it came.</param>
internal sealed record MemberEvent(string Channel, string Client, bool IsJoin)
{
    /// <summary>When: <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long At { get; } = Stopwatch.GetTimestamp();
}
