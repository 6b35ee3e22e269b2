using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Contracts;

/// <summary>A channel, by its name; see <see cref="IChannelGateway"/> for what the methods do. They throw <see cref="ChannelRefusedException"/>.</summary>
[Alias("stratus.IChannelGrain")]
internal interface IChannelGrain : IGrainWithStringKey
{
    /// <summary>Appends publications.</summary>
    [Alias("publish")]
    ValueTask<Position[]> PublishAsync(PublishBatch batch);

    /// <summary>Puts the channel's events on the link from the silo where it lives to an edge.</summary>
    [Alias("attach")]
    ValueTask<AttachResult> AttachAsync(string edge, IEdgeObserver observer, AttachRequest request);

    /// <summary>Takes them off the link.</summary>
    [Alias("detach")]
    ValueTask DetachAsync(string edge, long generation);

    /// <summary>Says how many sessions of an edge are subscribed.</summary>
    [Alias("report")]
    ValueTask ReportSubscribersAsync(string edge, int subscribers);

    /// <summary>Reads history.</summary>
    [Alias("history")]
    ValueTask<HistoryResult> ReadHistoryAsync(HistoryRequest request);

    /// <summary>Forgets the publications.</summary>
    [Alias("forget")]
    ValueTask RemoveHistoryAsync();

    /// <summary>Says who of an edge's sessions came or went.</summary>
    [Alias("members")]
    ValueTask UpdateMembersAsync(string edge, long generation, MemberRecord[] records);

    /// <summary>Who is there.</summary>
    [Alias("present")]
    ValueTask<ClientInfo[]> ReadMembersAsync();
}
