using Stratus.Realtime.Cluster.Faults.Checking;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Cluster.Faults.Clients;

/// <summary>The client protocol on one connection to a cluster: answers may be late or missing, and others come and go.</summary>
internal sealed class RoamingSession : NativeSession
{
    // What is not answered is asked again after a pause, as the public SDK does.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly string _watcher;
    private readonly string _through;
    private readonly RunRecord _record;

    public RoamingSession(
        ClientSocket socket, string watcher, string connection, IReadOnlyDictionary<string, Journal> journals, RunRecord record, string? token)
        : base(socket, $"{watcher}{connection}", journals, record.Ledger, record.Counts, token)
    {
        (_watcher, _through, _record) = (watcher, connection, record);
    }

    /// <summary>The id that the cluster gave; null before.</summary>
    public string? Client { get; private set; }

    /// <summary>Its end was noted.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The connect command was not answered: the connection is of no use.</summary>
    public bool IsRefused { get; private set; }

    protected override void OnConnected(string client) => Client = client;

    protected override void OnConnectRefused(int error)
    {
        IsRefused = true;
        _record.Counts.Note($"connections refused ({error})");
    }

    protected override void OnMember(Journal journal, string client, bool isJoin) =>
        _record.Members.Add(new MemberEvent(
            _watcher, journal.Channel, journal.Position?.Epoch ?? "", client, isJoin, TimeProvider.System.GetUtcNow(), _through));

    protected override void OnUnanswered(Journal journal) => _ = AskLaterAsync(journal);

    private async Task AskLaterAsync(Journal journal)
    {
        await Task.Delay(Pause);
        Ask(journal);
    }
}
