using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Tests.Clients.Native;

/// <summary>Channels in this process, between which and the edge a test puts what it likes.</summary>
internal sealed class TestGateway : IChannelGateway
{
    private InProcessGateway _inner = null!;

    /// <summary>The channels themselves.</summary>
    public InProcessGateway Channels => _inner;

    /// <summary>Awaited before a channel is attached, with its name; may throw.</summary>
    public Func<string, Task> Attaching { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Awaited before members are read; may throw.</summary>
    public Func<Task> ReadingMembers { get; set; } = static () => Task.CompletedTask;

    /// <summary>Puts it in front of the edge's channels.</summary>
    public void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(static s => new InProcessGateway(s.GetRequiredService<NamespaceTable>(), s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IChannelGateway>(s =>
        {
            _inner = s.GetRequiredService<InProcessGateway>();
            return this;
        });
    }

    public void Start(string edge, ILinkReceiver receiver) => _inner.Start(edge, receiver);

    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) => _inner.PublishAsync(channel, batch);

    public async ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request)
    {
        await Attaching(channel);
        return await _inner.AttachAsync(channel, request);
    }

    public ValueTask DetachAsync(string channel, long generation) => _inner.DetachAsync(channel, generation);

    public ValueTask ReportSubscribersAsync(string channel, int subscribers) => _inner.ReportSubscribersAsync(channel, subscribers);

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) => _inner.ReadHistoryAsync(channel, request);

    public ValueTask RemoveHistoryAsync(string channel) => _inner.RemoveHistoryAsync(channel);

    public ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) => _inner.UpdateMembersAsync(channel, generation, records);

    public async ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel)
    {
        await ReadingMembers();
        return await _inner.ReadMembersAsync(channel);
    }

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => _inner.ListChannelsAsync(pattern, limit);
}
