using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Cluster.Faults.Clients;

/// <summary>A client that goes to the next edge when its own goes away, and recovers there.</summary>
internal sealed class RoamingClient
{
    private const int Shutdown = 3001;
    private const int NoPong = 3012;
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IPEndPoint> _edges;
    private readonly RunRecord _record;
    private readonly string? _token;
    private readonly Random _random;
    private readonly Dictionary<string, Journal> _journals;
    private volatile RoamingSession? _session;
    private int _connections;

    /// <param name="name">What it is called in reports.</param>
    /// <param name="channels">What it subscribes to.</param>
    /// <param name="edges">Where it may connect.</param>
    /// <param name="first">The place of the edge that it begins with.</param>
    /// <param name="record">Where everything is noted.</param>
    /// <param name="isUser">Whether it has a token, and with it the grace of users who come back.</param>
    /// <param name="seed">Its lives and absences.</param>
    public RoamingClient(
        string name, IEnumerable<string> channels, IReadOnlyList<IPEndPoint> edges, int first, RunRecord record, bool isUser, int seed)
    {
        (Name, _edges, Edge, _record) = (name, edges, first, record);
        _token = isUser ? UserTokens.Make(name) : null;
        _random = new Random(seed);
        _journals = channels.ToDictionary(static channel => channel, channel => new Journal(name, channel));
    }

    public string Name { get; }

    public bool IsUser => _token is not null;

    public IReadOnlyCollection<Journal> Journals => _journals.Values;

    /// <summary>The place of the edge that it is connected to, or tries next.</summary>
    public int Edge { get; private set; }

    /// <summary>The client id of its connection; null when there is none.</summary>
    public string? Client => _session?.Client;

    /// <summary>How long a connection lives until the client drops it of its own accord; null: for ever.</summary>
    public (TimeSpan Least, TimeSpan Most)? Life { get; init; }

    /// <summary>How long it stays away after a connection.</summary>
    public (TimeSpan Least, TimeSpan Most) Absence { get; init; } = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(700));

    /// <summary>Whether it comes back once it has lost its connection.</summary>
    public bool ComesBack { get; set; } = true;

    /// <summary>Lives until the course says to leave.</summary>
    public async Task RunAsync()
    {
        while (!_record.Course.Leaving.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync();
            }
            catch (SocketException)
            {
                _record.Counts.Note("edges not there");
                Roam();
            }
            catch (Exception e) when (e is WireException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                _record.Counts.Fault($"{Name}, connection {_connections}: {e.GetType().Name}: {e.Message}");
                Roam();
            }

            if (_connections > 0 && !ComesBack)
            {
                return;
            }

            await WaitAsync(Between(Absence.Least, Absence.Most));
        }
    }

    private async Task ConnectAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        using ClientSocket? socket = await OpenAsync();
        if (socket is null)
        {
            Roam();
            return;
        }

        RoamingSession session = new(socket, Name, $"#{++_connections} to edge{Edge}", _journals, _record, _token);
        try
        {
            _session = session;
            session.Begin(_random.Next(2) == 0);
            await LiveAsync(socket, session, clock);
        }
        finally
        {
            End(session);
            _session = null;
            foreach (Journal journal in _journals.Values)
            {
                journal.Interrupt();
            }
        }
    }

    // Null when an edge takes connections and says nothing, or refuses: it hangs, or is about to end.
    private async Task<ClientSocket?> OpenAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_record.Course.Leaving);
        limit.CancelAfter(OpeningLimit);
        try
        {
            return await ClientSocket.OpenAsync(_edges[Edge], _random.Next(), limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WireException)
        {
            _record.Counts.Note(e is WireException ? "handshakes refused" : "edges silent");
            return null;
        }
    }

    private async Task LiveAsync(ClientSocket socket, RoamingSession session, Stopwatch clock)
    {
        if (!await ReadAsync(socket, session, AnswerLimit, untilCaughtUp: true))
        {
            OnEnded(socket);
            return;
        }

        if (!session.IsCaughtUp)
        {
            if (!_record.Course.Leaving.IsCancellationRequested)
            {
                _record.Counts.Note(session.IsRefused ? "connections given up, refused" : "connections given up, not caught up in time");
            }

            End(session);
            socket.Reset();
            Roam();
            return;
        }

        if (_connections > 1)
        {
            _record.CatchUps.Add(clock.Elapsed); // the first ones come all at once to nodes that have just started
        }

        TimeSpan life = Life is { } lives ? Between(lives.Least, lives.Most) : Timeout.InfiniteTimeSpan;
        while (await ReadAsync(socket, session, life, untilCaughtUp: false))
        {
            if (_record.Course.Leaving.IsCancellationRequested)
            {
                End(session);
                socket.SendClose();
                await FarewellAsync(socket, session);
                return;
            }

            if (_record.Course.IsCutting)
            {
                _record.Counts.Note("connections dropped by clients");
                End(session);
                socket.Reset();
                return;
            }
        }

        OnEnded(socket);
    }

    // False at the end of the connection; true when the time is over, the run is, or everything is there.
    private async Task<bool> ReadAsync(ClientSocket socket, RoamingSession session, TimeSpan time, bool untilCaughtUp)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_record.Course.Leaving);
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

    private async Task FarewellAsync(ClientSocket socket, RoamingSession session)
    {
        using CancellationTokenSource limit = new(FarewellLimit);
        try
        {
            while (await socket.ReceiveAsync(limit.Token) is { } message)
            {
                session.Take(message);
            }
        }
        catch (OperationCanceledException)
        {
            _record.Counts.Fault($"{Name}, connection {_connections}: the edge did not end it within {FarewellLimit.TotalSeconds} s.");
        }
    }

    // The edge ended it, or went away.
    private void OnEnded(ClientSocket socket)
    {
        switch (socket.CloseCode)
        {
            case 0:
                _record.Counts.Note("connections lost");
                break;
            case Shutdown:
                _record.Counts.Note("connections moved away (3001)");
                break;
            case NoPong:
                _record.Counts.Note("given up by the edge (3012)");
                break;
            default:
                _record.Counts.Fault($"{Name}, connection {_connections}: the edge ended it with {socket.CloseCode}.");
                break;
        }

        Roam();
    }

    private void End(RoamingSession session)
    {
        session.End();
        if (session.Client is { } client && !session.HasEnded)
        {
            session.HasEnded = true;
            _record.Members.End(client, TimeProvider.System.GetUtcNow());
        }
    }

    private void Roam() => Edge = (Edge + 1) % _edges.Count;

    private TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());

    private async Task WaitAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _record.Course.Leaving);
        }
        catch (OperationCanceledException)
        {
            // It ends sooner.
        }
    }
}
