using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Clients;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Containers.Chat;

/// <summary>A client that goes to the next place when its own goes away, and recovers there.</summary>
internal sealed class ChatClient
{
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly IReadOnlyList<Func<IPEndPoint>> _places;
    private readonly Ledger _ledger;
    private readonly RunCounts _counts;
    private readonly Random _random;
    private readonly Dictionary<string, Journal> _journals;
    private readonly ConcurrentQueue<MemberEvent> _members = new();
    private readonly ConcurrentQueue<ConnectionEnd> _ends = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationToken _left;
    private volatile ChatSession? _session;
    private volatile ClientSocket? _socket;
    private volatile bool _isDropping;
    private volatile int _place;
    private int _connections;

    /// <param name="name">What it is called in reports.</param>
    /// <param name="channels">What it subscribes to.</param>
    /// <param name="places">Where it may connect; asked anew each time.</param>
    /// <param name="first">Which of them it begins with.</param>
    /// <param name="ledger">Where publications are noted.</param>
    /// <param name="counts">Where all else is.</param>
    public ChatClient(string name, IEnumerable<string> channels, IReadOnlyList<Func<IPEndPoint>> places, int first, Ledger ledger, RunCounts counts)
    {
        (Name, _places, _place, _ledger, _counts) = (name, places, first, ledger, counts);
        _random = new Random(name.GetHashCode(StringComparison.Ordinal));
        _journals = channels.ToDictionary(static channel => channel, channel => new Journal(name, channel));
        _left = _leaving.Token;
    }

    public string Name { get; }

    public IReadOnlyCollection<Journal> Journals => _journals.Values;

    /// <summary>The place where it is connected, or tries next.</summary>
    public int Place => _place;

    /// <summary>The client id of its connection; null when there is none.</summary>
    public string? Client => _session?.Client;

    /// <summary>True when it is subscribed to everything.</summary>
    public bool IsLive => _session is { IsCaughtUp: true, Client: not null };

    /// <summary>Who came and left, as it was told.</summary>
    public IReadOnlyCollection<MemberEvent> Members => _members;

    /// <summary>Its connections that others ended.</summary>
    public IReadOnlyCollection<ConnectionEnd> Ends => _ends;

    /// <summary>Publishes through its connection; false when it is not subscribed.</summary>
    public bool TryPublish(string channel) => _session?.TryPublish(channel, 1, _random) ?? false;

    /// <summary>Loses its connection, and comes back at the next place.</summary>
    public void Drop()
    {
        _isDropping = true;
        _socket?.Reset();
    }

    /// <summary>Says goodbye; <see cref="RunAsync"/> then ends.</summary>
    public void Leave() => _leaving.Cancel();

    /// <summary>Lives until it leaves.</summary>
    public async Task RunAsync()
    {
        while (!_left.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync();
            }
            catch (Exception e) when (e is WireException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                _counts.Fault($"{Name}, connection {_connections}: {e.GetType().Name}: {e.Message}");
                Roam();
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task ConnectAsync()
    {
        using ClientSocket? socket = await OpenAsync();
        if (socket is null)
        {
            Roam();
            return;
        }

        ChatSession session = new(socket, $"{Name}#{++_connections}", _journals, _ledger, _counts, _members.Enqueue);
        try
        {
            _session = session;
            _socket = socket;
            session.Begin(inOneFrame: _connections % 2 == 0);
            await LiveAsync(socket, session);
        }
        finally
        {
            session.End();
            _session = null;
            _socket = null;
            _isDropping = false;
            foreach (Journal journal in _journals.Values)
            {
                journal.Interrupt();
            }
        }
    }

    // Null where nobody is, or who is there is about to end.
    private async Task<ClientSocket?> OpenAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_left);
        limit.CancelAfter(OpeningLimit);
        try
        {
            return await ClientSocket.OpenAsync(_places[_place](), _random.Next(), limit.Token);
        }
        catch (Exception e) when (e is SocketException or WireException or OperationCanceledException)
        {
            _counts.Note($"connections that did not open: {(e is OperationCanceledException ? "no answer in time" : e.Message)}");
            return null;
        }
    }

    private async Task LiveAsync(ClientSocket socket, ChatSession session)
    {
        if (!await ReadAsync(socket, session, AnswerLimit, untilCaughtUp: true))
        {
            OnEnded(socket);
            return;
        }

        if (!session.IsCaughtUp && !_left.IsCancellationRequested)
        {
            _counts.Note("connections given up");
            socket.Reset();
            Roam();
            return;
        }

        if (!await ReadAsync(socket, session, Timeout.InfiniteTimeSpan, untilCaughtUp: false))
        {
            OnEnded(socket);
            return;
        }

        session.End();
        socket.SendClose();
        await FarewellAsync(socket, session);
    }

    // False at the end of the connection; true when the time is over, it leaves, or everything is there.
    private async Task<bool> ReadAsync(ClientSocket socket, ChatSession session, TimeSpan time, bool untilCaughtUp)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_left);
        over.CancelAfter(time);
        try
        {
            while (!over.IsCancellationRequested && !session.IsRefused && !(untilCaughtUp && session.IsCaughtUp))
            {
                if (await socket.ReceiveAsync(over.Token) is not { } message)
                {
                    return false;
                }

                session.Take(message);
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing came until then.
        }

        return true;
    }

    private async Task FarewellAsync(ClientSocket socket, ChatSession session)
    {
        using CancellationTokenSource limit = new(AnswerLimit);
        try
        {
            while (await socket.ReceiveAsync(limit.Token) is { } message)
            {
                session.Take(message);
            }
        }
        catch (OperationCanceledException)
        {
            _counts.Fault($"{Name}, connection {_connections}: the edge did not end it within {AnswerLimit.TotalSeconds} s.");
        }
    }

    private void OnEnded(ClientSocket socket)
    {
        if (!_isDropping)
        {
            _ends.Enqueue(new ConnectionEnd(_place, socket.CloseCode));
        }

        Roam();
    }

    private void Roam() => _place = (_place + 1) % _places.Count;
}
