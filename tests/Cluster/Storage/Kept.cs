using System.Text;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>What tests append, and how they compare it.</summary>
internal static class Kept
{
    public static ChannelRules Rules { get; } = new() { HistorySize = 100, HistoryAge = TimeSpan.FromMinutes(5), Durability = ChannelDurability.Stored };

    public static string NewToken() => Guid.NewGuid().ToString("N");

    public static KeptPublication Publication(long offset, string? text = null, string? key = null) =>
        new(new Publication { Data = Encoding.UTF8.GetBytes(text ?? $"\"{offset}\""), Offset = offset, TimeMilliseconds = 1_700_000_000_000 + offset }, key, TimeSpan.Zero);

    public static LogAppend Append(string channel, string owner, long top, int count = 1, ChannelRules? rules = null) =>
        new(channel, rules ?? Rules, owner, top, [.. Enumerable.Range(1, count).Select(i => Publication(top + i))], []);

    public static string Text(KeptPublication kept) => Encoding.UTF8.GetString(kept.Publication.Data.Span);

    public static void AssertOffsets(IEnumerable<long> expected, ChannelSnapshot snapshot) =>
        Assert.Equal(expected, snapshot.History.Select(static kept => kept.Publication.Offset));
}
