namespace Stratus.Realtime.Channels;

/// <summary>
/// The port to channels, wherever they live. Every method may throw <see cref="GatewayUnavailableException"/>, and may then
/// have done what was asked or not. All of them can be called again: attaching, detaching and member records are idempotent,
/// publishing is by the number of the batch. Repair (holes, lost links, late answers) is the caller's: <see cref="ChannelHub"/>.
/// </summary>
public interface IChannelGateway
{
    /// <summary>Says where the batches of this edge's links go. Called once, before anything else.</summary>
    /// <param name="edge">The incarnation of the edge.</param>
    /// <param name="receiver">Gets one batch at a time from each link.</param>
    void Start(string edge, ILinkReceiver receiver);

    /// <summary>Appends publications; done means as durable as the channel's namespace says. Positions are in the requests' order.</summary>
    ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch);

    /// <summary>Puts the channel's events on a link to this edge; attaching again is harmless.</summary>
    ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request);

    /// <summary>Takes the channel's events off the link; members of this edge are gone with it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="generation">That of the attachment that ends; a younger one stays, and an older or equal one that arrives late is not heeded.</param>
    ValueTask DetachAsync(string channel, long generation);

    /// <summary>Says how many sessions of this edge are subscribed to each channel: for counting only.</summary>
    ValueTask ReportSubscribersAsync(string channel, int subscribers);

    /// <summary>Reads history.</summary>
    ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request);

    /// <summary>Forgets the publications of a channel; its position stays.</summary>
    ValueTask RemoveHistoryAsync(string channel);

    /// <summary>
    /// Says who of this edge's sessions came or went; the channel announces it where its namespace asks for that. Nobody comes
    /// through an edge that is not attached, or by what is late: the next attachment says, or has said, who is there.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="generation">That of the attachment through which they came.</param>
    /// <param name="records">Who came or went.</param>
    ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records);

    /// <summary>Who is in a channel, over all edges.</summary>
    ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel);

    /// <summary>The channels that are in use and match a pattern, by name.</summary>
    /// <param name="pattern">A name in which * stands for any characters; empty for all.</param>
    /// <param name="limit">The most to return.</param>
    ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit);
}
