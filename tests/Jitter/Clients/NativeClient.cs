using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Jitter.Tests.Clients;

/// <summary>A client that is cut again and again, and comes back each time.</summary>
internal sealed class NativeClient
{
    private const int NoPong = 3012;
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly IPEndPoint _edge;
    private readonly Course _course;
    private readonly Ledger _ledger;
    private readonly RunCounts _counts;
    private readonly CutPlan _plan;
    private readonly Random _random;
    private readonly Dictionary<string, Journal> _journals;
    private readonly string[] _channels;
    private readonly List<Task> _silent = [];
    private volatile NativeSession? _session;
    private int _connections;

    public NativeClient(string name, IReadOnlyList<string> channels, IPEndPoint edge, Course course, Ledger ledger, RunCounts counts, int seed)
    {
        (_name, _edge, _course, _ledger, _counts) = (name, edge, course, ledger, counts);
        _plan = new CutPlan(seed);
        _random = new Random(seed);
        _channels = [.. channels];
        _journals = channels.ToDictionary(static channel => channel, channel => new Journal(name, channel));
    }

    public IReadOnlyCollection<Journal> Journals => _journals.Values;

    /// <summary>Lives until the course says to leave.</summary>
    public async Task RunAsync()
    {
        while (!_course.Leaving.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync();
            }
            catch (Exception e) when (
                e is WireException or SocketException or TimeoutException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                _counts.Fault($"{_name}, connection {_connections}: {e.GetType().Name}: {e.Message}");
            }

            await WaitAsync(_plan.NextAbsence());
        }

        await Task.WhenAll(_silent);
    }

    /// <summary>Publishes some in a row to one of its channels; false when it is not connected.</summary>
    public bool TryPublish(int count, Random random) => _session?.TryPublish(_channels[random.Next(_channels.Length)], count, random) ?? false;

    private async Task ConnectAsync()
    {
        ClientSocket socket = await OpenAsync();
        NativeSession session = new PlainSession(socket, $"{_name}#{++_connections}", _journals, _ledger, _counts);
        bool isKept = false;
        try
        {
            session.Begin(_plan.NextFlip());
            _session = session;
            bool isCut = await LiveAsync(socket, session);
            _session = null;
            if (!isCut)
            {
                session.End();
                OnEnded(socket);
            }
            else if (_course.Leaving.IsCancellationRequested)
            {
                session.End();
                socket.SendClose();
                await ReadToEndAsync(socket, session);
            }
            else
            {
                isKept = await CutAsync(socket, session);
            }
        }
        finally
        {
            _session = null;
            session.End();
            foreach (Journal journal in _journals.Values)
            {
                journal.Interrupt();
            }

            if (!isKept)
            {
                socket.Dispose();
            }
        }
    }

    private async Task<ClientSocket> OpenAsync()
    {
        using CancellationTokenSource limit = new(OpeningLimit);
        try
        {
            return await ClientSocket.OpenAsync(_edge, _plan.NextSeed(), limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No connection within {OpeningLimit.TotalSeconds} s.");
        }
    }

    // True when the time of the connection is over, or of the run; false when the edge ended it.
    private async Task<bool> LiveAsync(ClientSocket socket, NativeSession session)
    {
        while (true)
        {
            using CancellationTokenSource life = CancellationTokenSource.CreateLinkedTokenSource(_course.Leaving);
            life.CancelAfter(_plan.NextLife());
            try
            {
                while (!life.IsCancellationRequested)
                {
                    if (await socket.ReceiveAsync(life.Token) is not { } message)
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

            if (_course.IsCutting || _course.Leaving.IsCancellationRequested)
            {
                return true;
            }
        }
    }

    // True when the socket is still in use.
    private async Task<bool> CutAsync(ClientSocket socket, NativeSession session)
    {
        CutKind kind = _plan.NextKind();
        _counts.Cut(kind);
        if (kind is CutKind.ResetInFrame or CutKind.FinishInFrame)
        {
            session.SendPart(_plan.NextShare(), _plan.NextFlip() ? _channels[0] : null, _random);
        }

        session.End();
        switch (kind)
        {
            case CutKind.Reset or CutKind.ResetInFrame:
                socket.Reset();
                return false;
            case CutKind.Finish or CutKind.FinishInFrame:
                socket.Finish();
                await ReadToEndAsync(socket, session);
                return false;
            default:
                _silent.Add(StaySilentAsync(socket, _plan.NextSilence(), _plan.NextFlip()));
                return true;
        }
    }

    private async Task ReadToEndAsync(ClientSocket socket, NativeSession session)
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
            _counts.Fault($"{_name}, connection {_connections}: the edge did not end it within {FarewellLimit.TotalSeconds} s.");
        }
    }

    private async Task StaySilentAsync(ClientSocket socket, TimeSpan time, bool byReset)
    {
        await WaitAsync(time);
        if (byReset)
        {
            socket.Reset();
        }

        socket.Dispose();
    }

    private void OnEnded(ClientSocket socket)
    {
        // One that is slow to answer because the machine is may be given up, and comes back; nothing else is the edge's to end.
        if (socket.CloseCode == NoPong)
        {
            _counts.Note("given up by the edge (3012)");
        }
        else
        {
            _counts.Fault($"{_name}, connection {_connections}: the edge ended it with {socket.CloseCode}.");
        }
    }

    private async Task WaitAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _course.Leaving);
        }
        catch (OperationCanceledException)
        {
            // It ends sooner.
        }
    }
}
