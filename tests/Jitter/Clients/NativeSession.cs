using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;
using Stratus.Realtime.Jitter.Tests.Wire;

namespace Stratus.Realtime.Jitter.Tests.Clients;

// One connection of a client, as far as the client protocol goes: connect and subscribe at once, recover where there is
// something to recover from, note what comes, answer pings. All of it is under a lock, since publishers come from elsewhere.

/// <summary>The client protocol on one connection. Nothing is expected but what is asked for: who expects more says so.</summary>
internal abstract class NativeSession
{
    private const uint ConnectId = 1;
    private const int Internal = 100;
    private const int InsufficientState = 2500;

    private readonly Lock _lock = new();
    private readonly ClientSocket _socket;
    private readonly string _name;
    private readonly IReadOnlyDictionary<string, Journal> _journals;
    private readonly Ledger _ledger;
    private readonly RunCounts _counts;
    private readonly string? _token;
    private readonly Dictionary<uint, (string Channel, bool Recovers)> _subscribing = [];
    private readonly Dictionary<uint, int> _publishing = [];
    private uint _ids = ConnectId;
    private bool _isOver;

    /// <param name="socket">The connection.</param>
    /// <param name="name">The client's name, and the connection's number.</param>
    /// <param name="journals">The client's journals, by channel.</param>
    /// <param name="ledger">Where publications are noted.</param>
    /// <param name="counts">Where all else is.</param>
    /// <param name="token">Who the client is; null for an anonymous one.</param>
    protected NativeSession(
        ClientSocket socket, string name, IReadOnlyDictionary<string, Journal> journals, Ledger ledger, RunCounts counts, string? token = null)
    {
        (_socket, _name, _journals, _ledger, _counts, _token) = (socket, name, journals, ledger, counts, token);
    }

    /// <summary>True when every subscription was answered.</summary>
    public bool IsCaughtUp => _journals.Values.All(static journal => journal.IsLive);

    /// <summary>Sends what a connection begins with.</summary>
    /// <param name="inOneFrame">All of it in one frame, or a frame a command.</param>
    public void Begin(bool inOneFrame)
    {
        lock (_lock)
        {
            string token = _token is null ? "" : $",\"token\":\"{_token}\"";
            List<string> commands = [$"{{\"id\":{ConnectId},\"connect\":{{\"name\":\"jitter\"{token}}}}}", .. _journals.Values.Select(Subscribe)];
            foreach (string frame in inOneFrame ? [string.Join('\n', commands)] : commands)
            {
                _socket.Send(frame);
            }
        }
    }

    /// <summary>Takes a message of the edge.</summary>
    public void Take(ReadOnlyMemory<byte> message)
    {
        lock (_lock)
        {
            while (!message.IsEmpty)
            {
                int end = message.Span.IndexOf((byte)'\n');
                ReadOnlyMemory<byte> line = end < 0 ? message : message[..end];
                message = end < 0 ? default : message[(end + 1)..];
                if (!line.IsEmpty)
                {
                    using JsonDocument document = JsonDocument.Parse(line);
                    TakeLine(document.RootElement);
                }
            }
        }
    }

    /// <summary>Publishes some in a row to one channel; false when the connection is not ready for it.</summary>
    public bool TryPublish(string channel, int count, Random random)
    {
        lock (_lock)
        {
            if (_isOver || !IsCaughtUp)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                int number = _ledger.Begin(channel, _name);
                _publishing.Add(++_ids, number);
                _socket.Send(Publish(channel, number, random));
            }

            return true;
        }
    }

    /// <summary>Sends a part of a publication or of a pong, as the last thing.</summary>
    public void SendPart(double share, string? channel, Random random)
    {
        lock (_lock)
        {
            _isOver = true;
            _ids++;
            _socket.SendPart(channel is null ? "{}" : Publish(channel, _ledger.Withhold(channel, _name), random), share);
        }
    }

    /// <summary>Nothing is sent any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    /// <summary>The client has an id.</summary>
    protected virtual void OnConnected(string client)
    {
    }

    /// <summary>It has none.</summary>
    protected virtual void OnConnectRefused(int error) => throw new WireException($"A client was refused with {error}.");

    /// <summary>Somebody came to a channel, or left it.</summary>
    protected virtual void OnMember(Journal journal, string client, bool isJoin) =>
        throw new WireException($"A join or leave in {journal.Channel} that nobody asked for.");

    /// <summary>A subscription was not answered (100).</summary>
    protected virtual void OnUnanswered(Journal journal) => Ask(journal);

    /// <summary>Subscribes once more.</summary>
    protected void Ask(Journal journal)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _socket.Send(Subscribe(journal));
            }
        }
    }

    private string Publish(string channel, int number, Random random) =>
        $"{{\"id\":{_ids},\"publish\":{{\"channel\":\"{channel}\",\"data\":{Payload.Make(channel, number, random)}}}}}";

    private string Subscribe(Journal journal)
    {
        _subscribing.Add(++_ids, (journal.Channel, journal.Position is not null));
        string from = journal.Position is { } position ? $",\"recover\":true,\"epoch\":\"{position.Epoch}\",\"offset\":{position.Offset}" : "";
        return $"{{\"id\":{_ids},\"subscribe\":{{\"channel\":\"{journal.Channel}\"{from}}}}}";
    }

    private void TakeLine(JsonElement line)
    {
        if (line.TryGetProperty("push"u8, out JsonElement push))
        {
            TakePush(push);
        }
        else if (line.TryGetProperty("id"u8, out JsonElement id))
        {
            TakeReply(id.GetUInt32(), line);
        }
        else if (!line.EnumerateObject().MoveNext())
        {
            _counts.Note("pings answered");
            Send("{}");
        }
        else
        {
            throw new WireException("A line that is neither reply, push nor ping: " + line.GetRawText());
        }
    }

    private void TakePush(JsonElement push)
    {
        string channel = push.TryGetProperty("channel"u8, out JsonElement name) ? name.GetString()! : "";
        if (!_journals.TryGetValue(channel, out Journal? journal))
        {
            throw new WireException("A push for another channel: " + push.GetRawText());
        }

        if (push.TryGetProperty("pub"u8, out JsonElement publication))
        {
            TakePublication(journal, publication);
        }
        else if (push.TryGetProperty("unsubscribe"u8, out JsonElement unsubscribe) && unsubscribe.GetProperty("code"u8).GetInt32() == InsufficientState)
        {
            journal.Add(new Observation.PositionLost());
            Ask(journal);
        }
        else if (push.TryGetProperty("join"u8, out JsonElement join))
        {
            OnMember(journal, Client(join), isJoin: true);
        }
        else if (push.TryGetProperty("leave"u8, out JsonElement leave))
        {
            OnMember(journal, Client(leave), isJoin: false);
        }
        else
        {
            throw new WireException("A push that nobody asked for: " + push.GetRawText());
        }
    }

    private void TakeReply(uint id, JsonElement reply)
    {
        int error = reply.TryGetProperty("error"u8, out JsonElement e) ? e.GetProperty("code"u8).GetInt32() : 0;
        if (_publishing.Remove(id, out int number))
        {
            TakePublished(number, error);
        }
        else if (_subscribing.Remove(id, out (string Channel, bool Recovers) asked))
        {
            TakeSubscribed(_journals[asked.Channel], asked.Recovers, error, reply);
        }
        else if (id != ConnectId)
        {
            throw new WireException("A reply that was not expected: " + reply.GetRawText());
        }
        else if (error != 0)
        {
            OnConnectRefused(error);
        }
        else
        {
            OnConnected(reply.GetProperty("connect"u8).GetProperty("client"u8).GetString()!);
        }
    }

    private void TakePublished(int number, int error)
    {
        switch (error)
        {
            case 0:
                _ledger.Acknowledge(number);
                break;
            case Internal:
                _counts.Note("publications without an answer (100)");
                break;
            default:
                throw new WireException($"A publication was refused with {error}.");
        }
    }

    private void TakeSubscribed(Journal journal, bool recovers, int error, JsonElement reply)
    {
        if (error == Internal)
        {
            _counts.Note("subscriptions asked for again (100)");
            OnUnanswered(journal);
            return;
        }

        if (error != 0)
        {
            throw new WireException($"A subscription was refused with {error}.");
        }

        JsonElement result = reply.GetProperty("subscribe"u8);
        StreamPosition position = new(result.GetProperty("epoch"u8).GetString()!, Offset(result));
        JsonElement[] publications = result.TryGetProperty("publications"u8, out JsonElement list) ? [.. list.EnumerateArray()] : [];
        bool isRecovered = IsTrue(result, "recovered");
        if (IsTrue(result, "was_recovering") != recovers || (isRecovered && !recovers) || (!isRecovered && publications.Length != 0))
        {
            throw new WireException("A subscription that does not say what was asked: " + result.GetRawText());
        }

        journal.Add(!recovers ? new Observation.Subscribed(position)
            : isRecovered ? new Observation.Recovered(position, publications.Length != 0)
            : new Observation.NotRecovered(position));
        foreach (JsonElement publication in publications)
        {
            TakePublication(journal, publication);
        }
    }

    private static void TakePublication(Journal journal, JsonElement publication) =>
        journal.Add(new Observation.Seen(Offset(publication), Payload.ReadNumber(publication.GetProperty("data"u8))));

    private static string Client(JsonElement push) => push.GetProperty("info"u8).GetProperty("client"u8).GetString()!;

    private static long Offset(JsonElement fields) => fields.TryGetProperty("offset"u8, out JsonElement offset) ? offset.GetInt64() : 0;

    private static bool IsTrue(JsonElement result, string name) => result.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    private void Send(string line)
    {
        if (!_isOver)
        {
            _socket.Send(line);
        }
    }
}
