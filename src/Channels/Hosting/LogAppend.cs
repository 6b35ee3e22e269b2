namespace Stratus.Realtime.Channels;

/// <summary>What is to be appended to a channel's log: all of it, or nothing.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Owner">Who appends.</param>
/// <param name="ExpectedTop">The top before.</param>
/// <param name="Publications">From <paramref name="ExpectedTop"/> + 1, one after another; not empty.</param>
/// <param name="Batches">The last batch of each publisher from now on.</param>
public sealed record LogAppend(
    string Channel,
    ChannelRules Rules,
    string Owner,
    long ExpectedTop,
    IReadOnlyList<KeptPublication> Publications,
    IReadOnlyList<KeptBatch> Batches);
