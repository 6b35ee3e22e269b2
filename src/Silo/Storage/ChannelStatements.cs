using Npgsql;
using NpgsqlTypes;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Silo.Storage;

// Groups: what is to be written comes in as arrays, one element a channel, and what comes back is the numbers of those that
// were written. Rows are locked in the order of names before anything is changed, so that two silos that want the same ones
// never wait for each other; the lock also looks at owner and top again, as they are now. Every part of a statement sees the
// database as it was when the statement began, but for rows that it waited for: those it sees as they are.
//
// All times are the database's: there is one such clock, whichever silo writes and reads.

/// <summary>The statements of <see cref="PostgresChannelLog"/>.</summary>
internal static class ChannelStatements
{
    // A publication finds its channel's id by binary search among the numbers of the winners (width_bucket): a join of the two
    // lists would compare each with each, because nothing says beforehand how long they are.
    private const string AppendText = """
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS g (name, owner, expected, top, batches, keep, number)
        ), locked AS (
            SELECT c.name, c.id, g.number, g.top, g.batches, g.keep
            FROM given g JOIN stratus_channel c ON c.name = g.name AND c.owner = g.owner AND c.top = g.expected
            ORDER BY c.name FOR NO KEY UPDATE OF c
        ), moved AS (
            UPDATE stratus_channel c SET top = l.top, batches = l.batches, used_at = now(), forget_at = greatest(c.forget_at, now() + l.keep)
            FROM locked l WHERE c.name = l.name
        ), winners AS (
            SELECT array_agg(number ORDER BY number) AS numbers, array_agg(id ORDER BY number) AS ids FROM locked
        ), appended AS (
            INSERT INTO stratus_publication (channel, "offset", appended_at, published_at, about, data)
            SELECT w.ids[width_bucket(p.number, w.numbers)], p."offset", now(), p.published_at, p.about, p.data
            FROM winners w, unnest($7, $8, $9, $10, $11) AS p (number, "offset", published_at, about, data)
            WHERE w.numbers[width_bucket(p.number, w.numbers)] = p.number
        )
        SELECT number FROM locked
        """;

    private const string TrimText = """
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS g (name, owner, first, keep, number)
        ), locked AS (
            SELECT c.name, c.id, g.number, g.first, g.keep
            FROM given g JOIN stratus_channel c ON c.name = g.name AND c.owner = g.owner
            ORDER BY c.name FOR NO KEY UPDATE OF c
        ), kept AS (
            UPDATE stratus_channel c SET used_at = now(), forget_at = greatest(c.forget_at, now() + l.keep)
            FROM locked l WHERE c.name = l.name
        ), trimmed AS (
            DELETE FROM stratus_publication p USING locked l WHERE p.channel = l.id AND p."offset" < l.first
        )
        SELECT number FROM locked
        """;

    // It waits for an append of the former owner that is under way, and what comes back is that append's work.
    private const string TakeOverText = """
        INSERT INTO stratus_channel AS c (name, epoch, owner, top, batches, used_at, forget_at)
        VALUES ($1, $2, $3, 0, '', now(), now() + $4)
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, forget_at = greatest(c.forget_at, excluded.forget_at)
        RETURNING epoch, top, batches, now() - used_at
        """;

    // A statement of its own, as only one that begins when the row is taken sees what was appended before.
    private const string HistoryText = """
        SELECT "offset", data, about, published_at, now() - appended_at
        FROM stratus_publication WHERE channel = (SELECT id FROM stratus_channel WHERE name = $1)
        ORDER BY "offset" DESC LIMIT $2
        """;

    private const string ForgetText = """
        WITH gone AS (DELETE FROM stratus_channel WHERE name = $1 AND owner = $2 RETURNING id)
        DELETE FROM stratus_publication p USING gone g WHERE p.channel = g.id
        """;

    private const string LookText = "SELECT name, forget_at < now() FROM stratus_channel WHERE name > $1 ORDER BY name LIMIT $2";

    // Whoever opens or keeps one of them at this moment has it.
    private const string SweepText = """
        WITH locked AS (
            SELECT name FROM stratus_channel WHERE name = ANY ($1) AND forget_at < now() ORDER BY name FOR UPDATE SKIP LOCKED
        ), gone AS (
            DELETE FROM stratus_channel c USING locked l WHERE c.name = l.name RETURNING c.id
        ), trimmed AS (
            DELETE FROM stratus_publication p USING gone g WHERE p.channel = g.id
        )
        SELECT count(*) FROM gone
        """;

    public static NpgsqlCommand Append(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group)
    {
        (PendingAppend Write, KeptPublication Kept, byte[] About, long Number)[] publications =
        [
            .. group.SelectMany(static (write, i) =>
                write.Append.Publications.Select((kept, n) => (write, kept, write.Abouts[n], i + 1L))),
        ];
        return new NpgsqlCommand(AppendText, connection)
        {
            Parameters =
            {
                Texts(group, static write => write.Channel),
                Texts(group, static write => write.Append.Owner),
                Numbers(group, static write => write.Append.ExpectedTop),
                Numbers(group, static write => write.Append.ExpectedTop + write.Append.Publications.Count),
                Octets(group, static write => write.Batches),
                Intervals(group, static write => write.Append.Rules.HistoryAge + write.Append.Rules.PositionAge),
                Numbers(publications, static item => item.Number),
                Numbers(publications, static item => item.Kept.Publication.Offset),
                Numbers(publications, static item => item.Kept.Publication.TimeMilliseconds),
                Octets(publications, static item => item.About),
                Octets(publications, static item => item.Kept.Publication.Data),
            },
        };
    }

    public static NpgsqlCommand Trim(NpgsqlConnection connection, IReadOnlyList<PendingTrim> group) => new(TrimText, connection)
    {
        Parameters =
        {
            Texts(group, static write => write.Channel),
            Texts(group, static write => write.Owner),
            Numbers(group, static write => write.FirstOffset),
            Intervals(group, static write => write.Keep),
        },
    };

    /// <summary>Takes a channel over, then reads it: two results, one transaction and one round trip.</summary>
    public static NpgsqlBatch Open(NpgsqlConnection connection, string channel, ChannelRules rules, string owner, string epoch) => new(connection)
    {
        BatchCommands =
        {
            new NpgsqlBatchCommand(TakeOverText)
            {
                Parameters = { Text(channel), Text(epoch), Text(owner), Interval(rules.PositionAge) },
            },
            new NpgsqlBatchCommand(HistoryText)
            {
                Parameters = { Text(channel), new NpgsqlParameter<long> { TypedValue = rules.HistorySize } },
            },
        },
    };

    public static NpgsqlCommand Forget(NpgsqlConnection connection, string channel, string owner) =>
        new(ForgetText, connection) { Parameters = { Text(channel), Text(owner) } };

    /// <summary>The next channels by name, and which of them are to be forgotten.</summary>
    public static NpgsqlCommand Look(NpgsqlConnection connection, string after, long most) =>
        new(LookText, connection) { Parameters = { Text(after), new NpgsqlParameter<long> { TypedValue = most } } };

    public static NpgsqlCommand Sweep(NpgsqlConnection connection, IReadOnlyList<string> channels) =>
        new(SweepText, connection) { Parameters = { Texts(channels, static channel => channel) } };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<TimeSpan> Interval(TimeSpan value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Interval };

    private static NpgsqlParameter<string[]> Texts<T>(IReadOnlyList<T> items, Func<T, string> get) =>
        new() { TypedValue = Array(items, get), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter<long[]> Numbers<T>(IReadOnlyList<T> items, Func<T, long> get) =>
        new() { TypedValue = Array(items, get), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter<TimeSpan[]> Intervals<T>(IReadOnlyList<T> items, Func<T, TimeSpan> get) =>
        new() { TypedValue = Array(items, get), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval };

    private static NpgsqlParameter<ReadOnlyMemory<byte>[]> Octets<T>(IReadOnlyList<T> items, Func<T, ReadOnlyMemory<byte>> get) =>
        new() { TypedValue = Array(items, get), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static TValue[] Array<T, TValue>(IReadOnlyList<T> items, Func<T, TValue> get)
    {
        TValue[] values = new TValue[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = get(items[i]);
        }

        return values;
    }
}
