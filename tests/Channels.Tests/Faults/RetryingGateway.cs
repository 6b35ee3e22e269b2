namespace Stratus.Realtime.Channels.Tests.Faults;

/// <summary>Asks again until there is an answer, as an edge does.</summary>
/// <param name="inner">What is asked.</param>
/// <param name="waiting">Called again and again while there is no answer, to let time pass.</param>
internal sealed class RetryingGateway(IChannelGateway inner, Action waiting) : IChannelGateway
{
    public void Start(string edge, ILinkReceiver receiver) => inner.Start(edge, receiver);

    public ValueTask<IReadOnlyList<Position>> PublishAsync(string channel, PublishBatch batch) => AgainAsync(() => inner.PublishAsync(channel, batch));

    public ValueTask<AttachResult> AttachAsync(string channel, AttachRequest request) => AgainAsync(() => inner.AttachAsync(channel, request));

    public async ValueTask DetachAsync(string channel, long generation) => await AgainAsync(() => Done(inner.DetachAsync(channel, generation)));

    public async ValueTask ReportSubscribersAsync(string channel, int subscribers) =>
        await AgainAsync(() => Done(inner.ReportSubscribersAsync(channel, subscribers)));

    public ValueTask<HistoryResult> ReadHistoryAsync(string channel, HistoryRequest request) => AgainAsync(() => inner.ReadHistoryAsync(channel, request));

    public async ValueTask RemoveHistoryAsync(string channel) => await AgainAsync(() => Done(inner.RemoveHistoryAsync(channel)));

    public async ValueTask UpdateMembersAsync(string channel, long generation, IReadOnlyList<MemberRecord> records) =>
        await AgainAsync(() => Done(inner.UpdateMembersAsync(channel, generation, records)));

    public ValueTask<IReadOnlyList<ClientInfo>> ReadMembersAsync(string channel) => AgainAsync(() => inner.ReadMembersAsync(channel));

    public ValueTask<IReadOnlyList<ChannelSummary>> ListChannelsAsync(string pattern, int limit) => AgainAsync(() => inner.ListChannelsAsync(pattern, limit));

    private static async ValueTask<bool> Done(ValueTask task)
    {
        await task;
        return true;
    }

    private async ValueTask<T> AgainAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                ValueTask<T> answer = call();
                while (!answer.IsCompleted)
                {
                    waiting();
                    await Task.Yield();
                }

                return await answer;
            }
            catch (GatewayUnavailableException)
            {
                // It may have done it or not: all calls can be repeated.
            }
        }
    }
}
