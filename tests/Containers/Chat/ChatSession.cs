using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Containers.Chat;

/// <summary>One connection: what is not answered is asked again after a pause, as the public SDK does.</summary>
internal sealed class ChatSession(
    ClientSocket socket, string name, IReadOnlyDictionary<string, Journal> journals, Ledger ledger, RunCounts counts, Action<MemberEvent> onMember)
    : NativeSession(socket, name, journals, ledger, counts)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>The id that the edge gave; null before.</summary>
    public string? Client { get; private set; }

    /// <summary>The connect command was not answered: the connection is of no use.</summary>
    public bool IsRefused { get; private set; }

    protected override void OnConnected(string client) => Client = client;

    protected override void OnConnectRefused(int error) => IsRefused = true;

    protected override void OnMember(Journal journal, string client, bool isJoin) => onMember(new MemberEvent(journal.Channel, client, isJoin));

    protected override void OnUnanswered(Journal journal) => _ = AskLaterAsync(journal);

    private async Task AskLaterAsync(Journal journal)
    {
        await Task.Delay(Pause);
        Ask(journal);
    }
}
